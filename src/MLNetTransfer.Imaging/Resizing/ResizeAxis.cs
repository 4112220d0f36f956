namespace MLNetTransfer.Imaging.Resizing;

/// <summary>What the weights of one axis depend on.</summary>
/// <param name="InputLength">Pixels of the source along the axis.</param>
/// <param name="Start">Where the box begins in the source.</param>
/// <param name="End">Where the box ends in the source.</param>
/// <param name="OutputLength">Pixels of the whole result, of which only a part may be wanted.</param>
/// <param name="FirstOutput">First wanted pixel of the result.</param>
/// <param name="Count">Number of wanted pixels.</param>
/// <param name="Filter">The weighting function.</param>
internal readonly record struct ResizeAxis(int InputLength, float Start, float End, long OutputLength, long FirstOutput, int Count, ResizeFilter Filter)
{
    /// <summary>Whether the result is the source along this axis.</summary>
    public bool IsIdentity => OutputLength == InputLength && Start == 0 && End == InputLength;
}
