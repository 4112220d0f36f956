namespace MLNetTransfer.Operators;

/// <summary>The sizes of a moving window over pictures of known size.</summary>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideY">Input rows from one output row to the next.</param>
/// <param name="StrideX">Input pixels from one output pixel to the next.</param>
/// <param name="PadTop">Rows of padding above.</param>
/// <param name="PadLeft">Columns of padding on the left.</param>
/// <param name="PadBottom">Rows of padding below.</param>
/// <param name="PadRight">Columns of padding on the right.</param>
/// <param name="DilationY">Input rows from one row of the window to the next.</param>
/// <param name="DilationX">Input pixels from one column of the window to the next.</param>
internal readonly record struct WindowGeometry(
    int KernelHeight,
    int KernelWidth,
    int StrideY,
    int StrideX,
    int PadTop,
    int PadLeft,
    int PadBottom,
    int PadRight,
    int DilationY,
    int DilationX);
