namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>A component's part in a scan.</summary>
/// <param name="ComponentIndex">Index among the components of the frame.</param>
/// <param name="DcTable">Slot of the Huffman table of its DC coefficients, 0 to 3.</param>
/// <param name="AcTable">Slot of the Huffman table of its AC coefficients, 0 to 3.</param>
internal readonly record struct JpegScanComponent(int ComponentIndex, int DcTable, int AcTable);

/// <summary>The scan header (T.81, section B.2.3).</summary>
internal sealed class JpegScan
{
    private JpegScan(JpegScanComponent[] components, int first, int last, int highBit, int lowBit)
    {
        Components = components;
        FirstCoefficient = first;
        LastCoefficient = last;
        PreviousBit = highBit;
        Bit = lowBit;
    }

    internal JpegScanComponent[] Components { get; }

    /// <summary>First coefficient in zigzag order, Ss.</summary>
    internal int FirstCoefficient { get; }

    /// <summary>Last coefficient in zigzag order, Se.</summary>
    internal int LastCoefficient { get; }

    /// <summary>The bit up to which an earlier scan gave the coefficients, Ah; 0 in a first scan.</summary>
    internal int PreviousBit { get; }

    /// <summary>The bit down to which this scan gives the coefficients, Al.</summary>
    internal int Bit { get; }

    internal bool IsRefinement => PreviousBit != 0;

    internal bool IsDc => FirstCoefficient == 0;

    /// <summary>Reads the header.</summary>
    /// <param name="segment">The content after the length.</param>
    /// <param name="frame">The frame to which the scan belongs.</param>
    internal static JpegScan Parse(ReadOnlySpan<byte> segment, JpegFrame frame)
    {
        int count = segment.Length > 0 ? segment[0] : 0;
        if (count is < 1 or > 4 || segment.Length < 4 + (2 * count))
        {
            throw Invalid($"a scan header of {segment.Length} bytes declares {count} components");
        }

        JpegScanComponent[] components = new JpegScanComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment[1 + (2 * i)];
            int tables = segment[2 + (2 * i)];
            int index = FindComponent(frame, id, components.AsSpan(0, i));
            if (index < 0)
            {
                throw Invalid($"a scan names the component {id}, which the frame has not or which the scan has already");
            }

            if ((tables >> 4) > 3 || (tables & 15) > 3)
            {
                throw Invalid($"a scan asks for the Huffman tables {tables >> 4} and {tables & 15}, 0 to 3 are allowed");
            }

            components[i] = new JpegScanComponent(index, tables >> 4, tables & 15);
        }

        ReadOnlySpan<byte> range = segment[(1 + (2 * count))..];
        if (!frame.IsProgressive)
        {
            return new JpegScan(components, 0, 63, 0, 0);
        }

        JpegScan scan = new(components, range[0], range[1], range[2] >> 4, range[2] & 15);
        scan.CheckProgression();
        return scan;
    }

    private static int FindComponent(JpegFrame frame, int id, ReadOnlySpan<JpegScanComponent> taken)
    {
        for (int i = 0; i < frame.Components.Length; i++)
        {
            bool isTaken = false;
            foreach (JpegScanComponent other in taken)
            {
                isTaken |= other.ComponentIndex == i;
            }

            if (frame.Components[i].Id == id && !isTaken)
            {
                return i;
            }
        }

        return -1;
    }

    private void CheckProgression()
    {
        bool rangeFits = IsDc
            ? LastCoefficient == 0
            : FirstCoefficient <= LastCoefficient && LastCoefficient <= 63 && Components.Length == 1;
        bool bitsFit = Bit <= 13 && (!IsRefinement || PreviousBit == Bit + 1);
        if (!rangeFits || !bitsFit)
        {
            throw Invalid($"a progressive scan of {Components.Length} components has the impossible range {FirstCoefficient} to {LastCoefficient}, bits {PreviousBit} to {Bit}");
        }
    }

    private static ImageFormatException Invalid(string what) => new(ImageFormatError.Invalid, $"JPEG: {what}.");
}
