namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>All coefficients of one component, for pictures whose blocks come in several scans.</summary>
internal sealed class CoefficientPlane
{
    private readonly short[] _values;
    private readonly int _blocksInRow;

    internal CoefficientPlane(JpegFrame frame, JpegComponent component)
    {
        _blocksInRow = frame.UnitsWide * component.Horizontal;
        _values = new short[checked(64 * _blocksInRow * frame.UnitsHigh * component.Vertical)];
    }

    /// <summary>The 64 coefficients of a block, in natural order.</summary>
    internal Span<short> Block(int row, int column) => _values.AsSpan(((row * _blocksInRow) + column) * 64, 64);

    /// <summary>Bytes that the planes of all components of a frame take.</summary>
    internal static long SizeOf(JpegFrame frame) => frame.BlockCount * 64 * sizeof(short);
}
