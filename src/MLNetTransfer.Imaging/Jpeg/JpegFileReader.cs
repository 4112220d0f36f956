using System.Buffers.Binary;
using MLNetTransfer.Imaging.Exif;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Walks the markers of a file up to the next scan and keeps what they say (T.81, annex B).</summary>
internal sealed class JpegFileReader
{
    private static readonly byte[] ExifMark = "Exif\0\0"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _content;
    private readonly ImageDecoderOptions _options;
    private int _segments;
    private bool _hasExif;

    internal JpegFileReader(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        _content = content;
        _options = options;
        if (content.Length < 2 || content.Span[0] != 0xFF || content.Span[1] != JpegMarker.StartOfImage)
        {
            throw new ImageFormatException(ImageFormatError.UnknownFormat, "The file does not start with the marker of a JPEG (FF D8).");
        }

        Position = 2;
    }

    /// <summary>Index of the next byte to read.</summary>
    internal int Position { get; set; }

    internal JpegTables Tables { get; } = new();

    internal JpegFrame? Frame { get; private set; }

    internal int Orientation { get; private set; } = ExifOrientation.Upright;

    internal bool HasJfif { get; private set; }

    /// <summary>The colour transform that Adobe's marker names; null where there is no such marker.</summary>
    internal int? AdobeTransform { get; private set; }

    /// <summary>Whether the file ended without the marker that ends a picture.</summary>
    internal bool EndedEarly { get; private set; }

    internal ReadOnlySpan<byte> Content => _content.Span;

    /// <summary>Reads on to the next scan, and its header.</summary>
    /// <returns>Null at the end of the picture or of the file.</returns>
    internal JpegScan? ReadToScan()
    {
        while (true)
        {
            if (!TryFindMarker(out byte marker))
            {
                EndedEarly = true;
                return null;
            }

            if (marker == JpegMarker.EndOfImage)
            {
                return null;
            }

            if (JpegMarker.IsAlone(marker))
            {
                continue;
            }

            if (++_segments > _options.MaximumSegments)
            {
                throw new ImageFormatException(ImageFormatError.LimitExceeded, $"JPEG with more than {_options.MaximumSegments} segments and scans; raise MaximumSegments to allow it.");
            }

            if (!TryReadSegment(out ReadOnlySpan<byte> segment))
            {
                EndedEarly = true;
                return null;
            }

            if (marker == JpegMarker.StartOfScan)
            {
                return JpegScan.Parse(segment, Frame ?? throw Invalid("a scan comes before the frame header"));
            }

            Take(marker, segment);
        }
    }

    private void Take(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.QuantizationTables:
                Tables.ReadQuantization(segment);
                break;
            case JpegMarker.HuffmanTables:
                Tables.ReadHuffman(segment);
                break;
            case JpegMarker.RestartInterval:
                Tables.ReadRestartInterval(segment);
                break;
            case JpegMarker.Application0:
                HasJfif |= segment.Length >= 14 && segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.Application1:
                TakeExif(segment);
                break;
            case JpegMarker.Application14:
                if (segment.Length >= 12 && segment.StartsWith("Adobe"u8))
                {
                    AdobeTransform = segment[11];
                }

                break;
            case JpegMarker.Hierarchical:
                throw new ImageFormatException(ImageFormatError.NotSupported, "JPEG with hierarchical coding (marker FFDE) is not supported.");
            default:
                if (JpegMarker.IsFrame(marker))
                {
                    TakeFrame(marker, segment);
                }

                break;
        }
    }

    private void TakeExif(ReadOnlySpan<byte> segment)
    {
        if (!_hasExif && segment.StartsWith(ExifMark))
        {
            _hasExif = true;
            Orientation = ExifOrientation.Read(segment[ExifMark.Length..]);
        }
    }

    private void TakeFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (Frame is not null)
        {
            throw Invalid("there are two frame headers");
        }

        JpegFrame frame = JpegFrame.Parse(marker, segment, FindNumberOfLines);
        if ((long)frame.Width * frame.Height > _options.MaximumPixels)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                $"JPEG of {frame.Width}x{frame.Height} pixels, more than the {_options.MaximumPixels} allowed; raise MaximumPixels to allow it.");
        }

        Frame = frame;
    }

    /// <summary>The lines that a DNL segment further on states (T.81, section B.2.5); 0 where there is none.</summary>
    private int FindNumberOfLines()
    {
        ReadOnlySpan<byte> rest = Content[Position..];
        int index = rest.IndexOf((ReadOnlySpan<byte>)[0xFF, JpegMarker.NumberOfLines, 0, 4]);
        return index >= 0 && index + 6 <= rest.Length ? BinaryPrimitives.ReadUInt16BigEndian(rest[(index + 4)..]) : 0;
    }

    /// <summary>Finds the next marker, over garbage and fill bytes, and moves behind it.</summary>
    private bool TryFindMarker(out byte marker)
    {
        ReadOnlySpan<byte> content = Content;
        marker = 0;
        while (Position < content.Length)
        {
            int offset = content[Position..].IndexOf((byte)0xFF);
            if (offset < 0)
            {
                break;
            }

            Position += offset;
            while (Position < content.Length && content[Position] == 0xFF)
            {
                Position++;
            }

            if (Position < content.Length && content[Position++] is not 0 and var found)
            {
                marker = found;
                return true;
            }
        }

        Position = content.Length;
        return false;
    }

    private bool TryReadSegment(out ReadOnlySpan<byte> segment)
    {
        segment = default;
        ReadOnlySpan<byte> rest = Content[Position..];
        if (rest.Length < 2)
        {
            return false;
        }

        int length = Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(rest));
        if (length > rest.Length)
        {
            return false;
        }

        segment = rest[2..length];
        Position += length;
        return true;
    }

    private static ImageFormatException Invalid(string what) => new(ImageFormatError.Invalid, $"JPEG: {what}.");
}
