using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The frame header: size, kind of coding and components (T.81, section B.2.2).</summary>
internal sealed class JpegFrame
{
    private const int BlockSize = 8;
    private const int HeadSize = 6;
    private const int ComponentSize = 3;

    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        IsProgressive = isProgressive;
        Components = components;
        MaximumHorizontal = components.Max(component => component.Horizontal);
        MaximumVertical = components.Max(component => component.Vertical);
        UnitsWide = CeilingDivide(width, MaximumHorizontal * BlockSize);
        UnitsHigh = CeilingDivide(height, MaximumVertical * BlockSize);
        foreach (JpegComponent component in components)
        {
            component.BlocksWide = (int)CeilingDivide((long)width * component.Horizontal, MaximumHorizontal * BlockSize);
            component.BlocksHigh = (int)CeilingDivide((long)height * component.Vertical, MaximumVertical * BlockSize);
        }
    }

    internal int Width { get; }

    internal int Height { get; }

    internal bool IsProgressive { get; }

    internal JpegComponent[] Components { get; }

    internal int MaximumHorizontal { get; }

    internal int MaximumVertical { get; }

    /// <summary>Minimum coded units in a row of an interleaved scan.</summary>
    internal int UnitsWide { get; }

    /// <summary>Rows of minimum coded units in an interleaved scan.</summary>
    internal int UnitsHigh { get; }

    /// <summary>Blocks of all components, with those that only fill the last units.</summary>
    internal long BlockCount => (long)UnitsWide * UnitsHigh * Components.Sum(component => component.Horizontal * component.Vertical);

    /// <summary>Reads the header.</summary>
    /// <param name="marker">The marker, which says the kind of coding.</param>
    /// <param name="segment">The content after the length.</param>
    /// <param name="linesElsewhere">Finds the number of lines where the header says 0: a marker after the first scan may give it; 0 where there is
    /// none.</param>
    internal static JpegFrame Parse(byte marker, ReadOnlySpan<byte> segment, Func<int> linesElsewhere)
    {
        RefuseUnsupported(marker);
        if (segment.Length < HeadSize)
        {
            throw Invalid($"the frame header has {segment.Length} bytes, at least {HeadSize} are needed");
        }

        int precision = segment[0];
        if (precision != 8)
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, $"JPEG with {precision} bits a sample; only 8 bits are supported.");
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        int count = segment[5];
        if (height == 0)
        {
            height = linesElsewhere();
        }

        if (width == 0 || height == 0)
        {
            throw Invalid($"the picture is declared as {width}x{height} pixels");
        }

        if (count is not (1 or 3 or 4))
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, $"JPEG with {count} components; 1 (grey), 3 (colour) and 4 (CMYK) are supported.");
        }

        if (segment.Length < HeadSize + (count * ComponentSize))
        {
            throw Invalid($"the frame header has {segment.Length} bytes, {HeadSize + (count * ComponentSize)} are needed for {count} components");
        }

        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = ParseComponent(segment.Slice(HeadSize + (i * ComponentSize), ComponentSize), alone: count == 1);
        }

        return new JpegFrame(width, height, marker == JpegMarker.ProgressiveFrame, components);
    }

    private static JpegComponent ParseComponent(ReadOnlySpan<byte> entry, bool alone)
    {
        int horizontal = entry[1] >> 4;
        int vertical = entry[1] & 15;
        if (horizontal is < 1 or > 4 || vertical is < 1 or > 4)
        {
            throw Invalid($"component {entry[0]} has the sampling factors {horizontal}x{vertical}, 1 to 4 are allowed");
        }

        if (entry[2] > 3)
        {
            throw Invalid($"component {entry[0]} asks for quantisation table {entry[2]}, 0 to 3 are allowed");
        }

        // Factors only tell components from each other: a single one is never interleaved (T.81, section A.2.2).
        return alone ? new JpegComponent(entry[0], 1, 1, entry[2]) : new JpegComponent(entry[0], horizontal, vertical, entry[2]);
    }

    private static void RefuseUnsupported(byte marker)
    {
        string? kind = marker switch
        {
            JpegMarker.BaselineFrame or JpegMarker.ExtendedFrame or JpegMarker.ProgressiveFrame => null,
            0xC3 => "lossless coding",
            0xC5 or 0xC6 or 0xC7 => "hierarchical (differential) coding",
            0xC9 or 0xCA => "arithmetic coding",
            0xCB => "lossless arithmetic coding",
            _ => "hierarchical (differential) arithmetic coding",
        };
        if (kind is not null)
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, $"JPEG with {kind} (marker FF{marker:X2}); only Huffman-coded baseline, extended and progressive pictures are supported.");
        }
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private static long CeilingDivide(long value, long divisor) => (value + divisor - 1) / divisor;

    private static ImageFormatException Invalid(string what) => new(ImageFormatError.Invalid, $"JPEG: {what}.");
}
