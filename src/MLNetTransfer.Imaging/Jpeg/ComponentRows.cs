namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The decoded samples of one component: two bands, each as high as a row of minimum coded units, that take turns.</summary>
internal sealed class ComponentRows
{
    private readonly byte[] _samples;
    private readonly int _ringRows;

    /// <summary>Makes the bands.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="component">The component.</param>
    /// <param name="blockSize">Samples that each block gives in a row: 8, 4, 2 or 1.</param>
    internal ComponentRows(JpegFrame frame, JpegComponent component, int blockSize)
    {
        BlockSize = blockSize;
        Width = ScaledSide(frame.Width, component.Horizontal, frame.MaximumHorizontal, blockSize);
        Height = ScaledSide(frame.Height, component.Vertical, frame.MaximumVertical, blockSize);
        Stride = frame.UnitsWide * component.Horizontal * blockSize;
        BandRows = component.Vertical * blockSize;
        _ringRows = 2 * BandRows;
        _samples = new byte[Stride * _ringRows];
    }

    internal int BlockSize { get; }

    /// <summary>Samples in a row that belong to the picture.</summary>
    internal int Width { get; }

    /// <summary>Rows that belong to the picture.</summary>
    internal int Height { get; }

    /// <summary>Bytes from row to row.</summary>
    internal int Stride { get; }

    /// <summary>Rows of one band.</summary>
    internal int BandRows { get; }

    /// <summary>The whole row of a number; the rows before the first and after the last repeat them.</summary>
    internal ReadOnlySpan<byte> Row(int row) => _samples.AsSpan(Math.Clamp(row, 0, Height - 1) % _ringRows * Stride, Stride);

    /// <summary>Where the samples of a block go.</summary>
    /// <param name="blockRow">Row of the block in the component.</param>
    /// <param name="blockColumn">Column of the block in the component.</param>
    internal Span<byte> Block(int blockRow, int blockColumn) =>
        _samples.AsSpan((blockRow * BlockSize % _ringRows * Stride) + (blockColumn * BlockSize));

    /// <summary>Bytes that the bands of a component take.</summary>
    internal static long SizeOf(JpegFrame frame, JpegComponent component, int blockSize) =>
        2L * frame.UnitsWide * component.Horizontal * blockSize * component.Vertical * blockSize;

    private static int ScaledSide(int side, int factor, int maximumFactor, int blockSize)
    {
        long divisor = maximumFactor * 8;
        return (int)((((long)side * factor * blockSize) + divisor - 1) / divisor);
    }
}
