using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Gif;

/// <summary>The parts of a GIF file up to its first frame (GIF89a specification of 1990).</summary>
internal sealed record GifFile
{
    private const int ScreenLength = 13;
    private const int FrameLength = 9;
    private const byte Extension = 0x21;
    private const byte Frame = 0x2C;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;

    public required int ScreenWidth { get; init; }

    public required int ScreenHeight { get; init; }

    public required int Left { get; init; }

    public required int Top { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required bool Interlaced { get; init; }

    /// <summary>Three bytes a colour, of the frame or else of the file; empty where there is neither.</summary>
    public required ReadOnlyMemory<byte> Palette { get; init; }

    /// <summary>The colour number that is transparent; -1 where none is.</summary>
    public required int TransparentIndex { get; init; }

    /// <summary>Where the frame's data begin, with the byte that says how many bits a colour number has.</summary>
    public required int DataOffset { get; init; }

    /// <summary>The picture: the screen, made larger where the frame sticks out of it.</summary>
    public int CanvasWidth => Math.Max(ScreenWidth, Left + Width);

    /// <inheritdoc cref="CanvasWidth"/>
    public int CanvasHeight => Math.Max(ScreenHeight, Top + Height);

    public static GifFile Parse(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length < ScreenLength)
        {
            throw Truncated(bytes.Length);
        }

        int at = ScreenLength;
        ReadOnlyMemory<byte> palette = TakePalette(content, bytes[10], ref at);
        int transparentIndex = -1;
        for (int count = 1; ; count++)
        {
            ImageLimits.CheckSegments("GIF blocks", count, options);
            if (at >= bytes.Length)
            {
                throw Truncated(bytes.Length);
            }

            byte kind = bytes[at++];
            if (kind == Extension)
            {
                SkipExtension(bytes, ref at, ref transparentIndex);
            }
            else if (kind == Frame)
            {
                return ReadFrame(content, at, palette, transparentIndex);
            }
            else if (kind == Trailer)
            {
                throw new ImageFormatException(ImageFormatError.Invalid, "The GIF file has no picture.");
            }
            else if (kind != 0)
            {
                throw new ImageFormatException(ImageFormatError.Invalid, $"The GIF file has a block of kind {kind:X2} at byte {at - 1}; 21, 2C and 3B are defined.");
            }
        }
    }

    private static GifFile ReadFrame(ReadOnlyMemory<byte> content, int at, ReadOnlyMemory<byte> palette, int transparentIndex)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length - at < FrameLength)
        {
            throw Truncated(bytes.Length);
        }

        ReadOnlySpan<byte> frame = bytes.Slice(at, FrameLength);
        at += FrameLength;
        ReadOnlyMemory<byte> own = TakePalette(content, frame[8], ref at);
        GifFile file = new()
        {
            ScreenWidth = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            ScreenHeight = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            Left = BinaryPrimitives.ReadUInt16LittleEndian(frame),
            Top = BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]),
            Width = BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]),
            Height = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]),
            Interlaced = (frame[8] & 0x40) != 0,
            Palette = own.IsEmpty ? palette : own,
            TransparentIndex = transparentIndex,
            DataOffset = at,
        };
        return file.Width > 0 && file.Height > 0
            ? file
            : throw new ImageFormatException(ImageFormatError.Invalid, $"The first frame of the GIF file has {file.Width}x{file.Height} pixels; both sides must be at least 1.");
    }

    private static ReadOnlyMemory<byte> TakePalette(ReadOnlyMemory<byte> content, byte flags, ref int at)
    {
        if ((flags & 0x80) == 0)
        {
            return default;
        }

        int length = 3 << ((flags & 7) + 1);
        if (content.Length - at < length)
        {
            throw Truncated(content.Length);
        }

        at += length;
        return content.Slice(at - length, length);
    }

    private static void SkipExtension(ReadOnlySpan<byte> bytes, ref int at, ref int transparentIndex)
    {
        if (bytes.Length - at >= 6 && bytes[at] == GraphicControl && bytes[at + 1] >= 4)
        {
            transparentIndex = (bytes[at + 2] & 1) != 0 ? bytes[at + 5] : -1;
        }

        at++;
        while (at < bytes.Length && bytes[at] != 0)
        {
            at += bytes[at] + 1;
        }

        at++;
    }

    private static ImageFormatException Truncated(int length) =>
        new(ImageFormatError.Truncated, $"The GIF file ends after {length} bytes, before its first picture.");
}
