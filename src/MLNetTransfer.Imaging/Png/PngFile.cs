using System.Buffers.Binary;
using System.Text;
using MLNetTransfer.Imaging.Exif;

namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// The chunks of a PNG file (ISO/IEC 15948), parted but not decoded. A wrong checksum of IHDR or PLTE is an error. One of IDAT is a warning, because the
/// compressed data carry a checksum of their own and other readers show such files too. An ancillary chunk with a wrong checksum is ignored.
/// </summary>
internal sealed class PngFile
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const int LargestPalette = 256;

    private readonly ReadOnlyMemory<byte> _content;
    private readonly List<string> _warnings = [];
    private readonly List<ReadOnlyMemory<byte>> _data = [];
    private PngHeader? _header;
    private bool _dataInterrupted;
    private bool _ended;

    private PngFile(ReadOnlyMemory<byte> content)
    {
        _content = content;
    }

    public PngHeader Header => _header ?? throw Invalid("The PNG file has no header (IHDR).");

    /// <summary>Three bytes a colour; empty where there is no palette.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>The bytes of tRNS; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Transparency { get; private set; }

    /// <summary>The contents of the IDAT chunks, in the order of the file.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data => _data;

    public int Orientation { get; private set; } = 1;

    public List<string> Warnings => _warnings;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Parts a file into its chunks.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="options">Limit on the number of chunks.</param>
    /// <param name="withData">Whether the pixel data are wanted, so that their checksums count.</param>
    public static PngFile Parse(ReadOnlyMemory<byte> content, ImageDecoderOptions options, bool withData)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (!bytes.StartsWith(Signature))
        {
            throw bytes.Length < SignatureLength
                ? new ImageFormatException(ImageFormatError.Truncated, $"The PNG file ends after {bytes.Length} bytes, within its signature.")
                : Invalid($"The PNG signature is damaged ({Convert.ToHexString(bytes[..SignatureLength])} instead of {Convert.ToHexString(Signature)}), as by a transfer in text mode.");
        }

        PngFile file = new(content);
        file.ReadChunks(options, withData);
        return file;
    }

    private void ReadChunks(ImageDecoderOptions options, bool withData)
    {
        int at = SignatureLength;
        for (int count = 1; !_ended; count++)
        {
            ImageLimits.CheckSegments("PNG chunks", count, options);
            ReadOnlySpan<byte> rest = _content.Span[at..];
            if (rest.Length < ChunkOverhead)
            {
                if (_header is null)
                {
                    throw new ImageFormatException(ImageFormatError.Truncated, "The PNG file ends before its header (IHDR).");
                }

                KeepCutData(at, rest);
                _warnings.Add("The PNG file ends without its IEND chunk.");
                return;
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            ReadOnlySpan<byte> type = rest.Slice(4, 4);
            if (!IsChunkType(type) || length > rest.Length - ChunkOverhead)
            {
                StopAtBadChunk(at, rest, length);
                return;
            }

            bool wanted = withData || !type.SequenceEqual("IDAT"u8);
            bool intact = !wanted || PngCrc.Compute(rest.Slice(4, (int)length + 4)) == BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]);
            ReadChunk(type, _content.Slice(at + 8, (int)length), intact);
            at += (int)length + ChunkOverhead;
        }
    }

    private void StopAtBadChunk(int at, ReadOnlySpan<byte> rest, uint length)
    {
        ReadOnlySpan<byte> type = rest.Slice(4, 4);
        bool cut = IsChunkType(type);
        string problem = cut
            ? $"The PNG file ends within its chunk {Name(type)} at byte {at}: {length} bytes are declared, {rest.Length - 8} are there."
            : $"The PNG file has no chunk where one must be, at byte {at} ({Convert.ToHexString(rest[..8])}).";
        if (_header is null)
        {
            throw new ImageFormatException(cut ? ImageFormatError.Truncated : ImageFormatError.Invalid, problem);
        }

        KeepCutData(at, rest);
        _warnings.Add(problem);
    }

    private void KeepCutData(int at, ReadOnlySpan<byte> rest)
    {
        if (rest.Length > 8 && rest.Slice(4, 4).SequenceEqual("IDAT"u8))
        {
            _data.Add(_content[(at + 8)..]);
        }
    }

    private void ReadChunk(ReadOnlySpan<byte> type, ReadOnlyMemory<byte> chunk, bool intact)
    {
        if (_header is null)
        {
            ReadHeader(type, chunk, intact);
            return;
        }

        if (type.SequenceEqual("IDAT"u8))
        {
            ReadData(chunk, intact);
            return;
        }

        _dataInterrupted = _data.Count > 0;
        if (type.SequenceEqual("IEND"u8))
        {
            _ended = true;
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            ReadPalette(chunk, intact);
        }
        else if (!intact)
        {
            if (IsCritical(type))
            {
                throw BadChecksum(type);
            }

            _warnings.Add($"The PNG chunk {Name(type)} has a wrong checksum and was ignored.");
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            ReadTransparency(chunk);
        }
        else if (type.SequenceEqual("eXIf"u8))
        {
            Orientation = ExifOrientation.Read(chunk.Span);
        }
        else if (type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8))
        {
            if (PngRawProfile.TryReadExif(chunk, compressed: type[0] == 'z', out byte[] exif))
            {
                Orientation = ExifOrientation.Read(exif);
            }
        }
        else if (type.SequenceEqual("IHDR"u8))
        {
            throw Invalid("The PNG file has two headers (IHDR).");
        }
        else if (IsCritical(type))
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, $"The PNG file needs its chunk {Name(type)}, which is not supported; write the picture anew as plain PNG.");
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> type, ReadOnlyMemory<byte> chunk, bool intact)
    {
        if (type.SequenceEqual("CgBI"u8))
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, "PNG files packed for iPhones (chunk CgBI) are not supported; write the picture anew as plain PNG.");
        }

        if (!type.SequenceEqual("IHDR"u8))
        {
            throw Invalid($"The first chunk of the PNG file is {Name(type)} instead of IHDR.");
        }

        if (!intact)
        {
            throw BadChecksum(type);
        }

        _header = PngHeader.Parse(chunk.Span);
    }

    private void ReadData(ReadOnlyMemory<byte> chunk, bool intact)
    {
        if (Header.ColourType == PngColourType.Indexed && Palette.IsEmpty)
        {
            throw Invalid("The PNG file has palette colours but no palette (PLTE) before its pixels (IDAT).");
        }

        if (_dataInterrupted)
        {
            _dataInterrupted = false;
            _warnings.Add("Other chunks stand between the pixels (IDAT) of the PNG file.");
        }

        if (!intact)
        {
            _warnings.Add($"IDAT chunk {_data.Count + 1} of the PNG file has a wrong checksum; the picture may be damaged.");
        }

        _data.Add(chunk);
    }

    private void ReadPalette(ReadOnlyMemory<byte> chunk, bool intact)
    {
        if (!intact)
        {
            throw BadChecksum("PLTE"u8);
        }

        // Elsewhere the palette is a mere suggestion for screens of few colours.
        if (Header.ColourType != PngColourType.Indexed)
        {
            return;
        }

        if (!Palette.IsEmpty)
        {
            throw Invalid("The PNG file has two palettes (PLTE).");
        }

        if (chunk.IsEmpty || chunk.Length % 3 != 0 || chunk.Length > LargestPalette * 3)
        {
            throw Invalid($"The palette (PLTE) of the PNG file has {chunk.Length} bytes; 3 for each of 1 to {LargestPalette} colours are expected.");
        }

        Palette = chunk;
    }

    private void ReadTransparency(ReadOnlyMemory<byte> chunk)
    {
        bool fits = Header.ColourType switch
        {
            PngColourType.Grey => chunk.Length == 2,
            PngColourType.Rgb => chunk.Length == 6,
            PngColourType.Indexed => !Palette.IsEmpty && chunk.Length <= Palette.Length / 3,
            _ => false,
        };
        if (!fits || _data.Count > 0)
        {
            _warnings.Add($"The transparency (tRNS, {chunk.Length} bytes) of the PNG file does not fit its colour type or stands at a wrong place, and was ignored.");
            return;
        }

        Transparency = chunk;
    }

    private static bool IsCritical(ReadOnlySpan<byte> type) => (type[0] & 0x20) == 0;

    private static bool IsChunkType(ReadOnlySpan<byte> type)
    {
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                return false;
            }
        }

        return true;
    }

    private static string Name(ReadOnlySpan<byte> type) => Encoding.ASCII.GetString(type);

    private static ImageFormatException BadChecksum(ReadOnlySpan<byte> type) => Invalid($"The PNG chunk {Name(type)} has a wrong checksum.");

    private static ImageFormatException Invalid(string message) => new(ImageFormatError.Invalid, message);
}
