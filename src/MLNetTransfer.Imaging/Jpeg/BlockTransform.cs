namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Chooses the inverse transform of a block by the size it is to have and by what is in it.</summary>
internal static class BlockTransform
{
    /// <summary>Turns a block of coefficients into samples.</summary>
    /// <param name="size">Samples in a row and in a column: 8, 4, 2 or 1.</param>
    /// <param name="hasAc">False where only the DC coefficient may differ from 0.</param>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="factors">64 quantisation factors in natural order.</param>
    /// <param name="samples">Where the first row goes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    internal static void Run(int size, bool hasAc, ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        if (size != 8)
        {
            InverseDctReduced.Transform(size, block, factors, samples, stride);
        }
        else if (!hasAc)
        {
            InverseDct.TransformDc(block[0], factors[0], samples, stride);
        }
        else if (InverseDctVector.IsSupported)
        {
            InverseDctVector.Transform(block, factors, samples, stride);
        }
        else
        {
            InverseDct.Transform(block, factors, samples, stride);
        }
    }
}
