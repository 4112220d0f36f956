using System.Buffers.Binary;
using System.Security.Cryptography;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Inspection;

/// <summary>Reads and decodes a picture file once and says all that the checks want to know. Keeps its buffer; one instance a worker.</summary>
internal sealed class PictureExaminer
{
    // A JPEG is decoded at a part of its size as long as both sides keep twice this.
    private const int DecodedSide = 128;
    private const int Side = 128;

    private static readonly ImageDecoderOptions DecoderOptions = new() { TargetSize = DecodedSide };

    private readonly PictureFile _file = new();

    /// <summary>Examines one file; what is wrong with it is part of the answer.</summary>
    public InspectedPicture Examine(FoundPicture found)
    {
        InspectedPicture picture = new() { Path = found.Path, Split = found.Split, ClassName = found.ClassName };
        try
        {
            ReadOnlyMemory<byte> content = _file.Read(found.Path);
            return Examine(picture, content);
        }
        catch (ImageFormatException exception)
        {
            return picture with { Error = exception.Error, Reason = exception.Message };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return picture with { Error = ImageFormatError.Invalid, Reason = $"The file cannot be read: {exception.Message}" };
        }
    }

    private static InspectedPicture Examine(InspectedPicture picture, ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        ImageFormat format = ImageFormatDetector.Detect(bytes[..Math.Min(bytes.Length, ImageFormatDetector.HeadLength)]);
        picture = picture with
        {
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Format = format,
            Colours = PictureHeader.Colours(bytes, format),
            IsAnimated = PictureHeader.IsAnimated(bytes, format),
        };
        DecodedImage decoded;
        try
        {
            decoded = ImageDecoder.Decode(content, DecoderOptions);
        }
        catch (ImageFormatException exception)
        {
            return picture with { Error = exception.Error, Reason = exception.Message };
        }

        Image image = decoded.Image;
        double[] colours = new double[GreyThumbnail.Parts * GreyThumbnail.Parts * Image.Channels];
        float[] grey = GreyThumbnail.Average(image.Pixels, image.Width, image.Height, Side, colours);
        double summed = (double)image.Width * image.Height;
        PictureFingerprint fingerprint = PictureFingerprint.Of(GreyThumbnail.Shrink(grey, Side, Side / PictureFingerprint.Side), colours, summed);
        return picture with
        {
            Width = decoded.Info.Width,
            Height = decoded.Info.Height,
            Orientation = decoded.Info.Orientation,
            Reason = decoded.Warnings.Count == 0 ? null : string.Join(' ', decoded.Warnings),
            Brightness = fingerprint.Brightness,
            Contrast = fingerprint.Contrast,
            Sharpness = SharpnessOf(grey, fingerprint.Contrast),
            PixelDigest = DigestOf(image, decoded.Info),
            Fingerprint = fingerprint,
        };
    }

    // Of the size as stored, which tells apart what was decoded at a part of it, and of the pixels.
    private static string DigestOf(Image image, ImageInfo info)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> size = stackalloc byte[16];
        bool isTurned = info.Orientation >= 5;
        BinaryPrimitives.WriteInt32LittleEndian(size, isTurned ? info.Height : info.Width);
        BinaryPrimitives.WriteInt32LittleEndian(size[4..], isTurned ? info.Width : info.Height);
        BinaryPrimitives.WriteInt32LittleEndian(size[8..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(size[12..], image.Height);
        hash.AppendData(size);
        hash.AppendData(image.Pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..16]);
    }

    // Root mean square of the Laplacian over the contrast.
    private static double SharpnessOf(ReadOnlySpan<float> grey, double contrast)
    {
        double sum = 0;
        for (int y = 1; y < Side - 1; y++)
        {
            for (int x = 1; x < Side - 1; x++)
            {
                int at = (y * Side) + x;
                double value = (4 * grey[at]) - grey[at - 1] - grey[at + 1] - grey[at - Side] - grey[at + Side];
                sum += value * value;
            }
        }

        return Math.Sqrt(sum / ((Side - 2) * (Side - 2))) / Math.Max(contrast, 1);
    }
}
