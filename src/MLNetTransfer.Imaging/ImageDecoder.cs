using MLNetTransfer.Imaging.Bmp;
using MLNetTransfer.Imaging.Gif;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Imaging;

/// <summary>Turns the bytes of a picture file into pixels. The format is found by its first bytes, never by a file name.</summary>
public static class ImageDecoder
{
    /// <summary>Decodes a picture.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="options">Limits and choices, <see cref="ImageDecoderOptions.Default"/> where null.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the options is out of range.</exception>
    public static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions? options = null)
    {
        options = Valid(options);
        ImageFormat format = Detect(content.Span);
        DecodedImage decoded = format switch
        {
            ImageFormat.Jpeg => JpegDecoder.Decode(content, options),
            ImageFormat.Png => PngDecoder.Decode(content, options),
            ImageFormat.Bmp => BmpDecoder.Decode(content, options),
            ImageFormat.Gif => GifDecoder.Decode(content, options),
            _ => throw NotSupported(format),
        };
        return options.ApplyOrientation && decoded.Info.Orientation != 1 ? Turn(decoded, options) : decoded;
    }

    /// <summary>Reads and decodes a picture file.</summary>
    /// <param name="path">The file; its name plays no part in finding the format.</param>
    /// <param name="options">Limits and choices, <see cref="ImageDecoderOptions.Default"/> where null.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded; the message begins with the path.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the options is out of range.</exception>
    public static DecodedImage DecodeFile(string path, ImageDecoderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Valid(options);
        try
        {
            return Decode(ReadFile(path, options), options);
        }
        catch (ImageFormatException exception)
        {
            throw new ImageFormatException(exception.Error, $"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the head of a picture without decoding it; limits on pixels and memory do not apply.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="options">Limit on segments, <see cref="ImageDecoderOptions.Default"/> where null.</param>
    /// <returns>For a format that is only recognised, its name with a size of 0x0.</returns>
    /// <exception cref="ImageFormatException">The format is unknown, or the head of the file is broken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the options is out of range.</exception>
    public static ImageInfo Identify(ReadOnlyMemory<byte> content, ImageDecoderOptions? options = null)
    {
        options = Valid(options);
        ImageFormat format = Detect(content.Span);
        return format switch
        {
            ImageFormat.Jpeg => JpegDecoder.Identify(content, options),
            ImageFormat.Png => PngDecoder.Identify(content, options),
            ImageFormat.Bmp => BmpDecoder.Identify(content),
            ImageFormat.Gif => GifDecoder.Identify(content, options),
            _ => new ImageInfo(format, 0, 0, 1),
        };
    }

    private static ImageDecoderOptions Valid(ImageDecoderOptions? options)
    {
        options ??= ImageDecoderOptions.Default;
        options.Validate();
        return options;
    }

    private static ImageFormat Detect(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            throw new ImageFormatException(ImageFormatError.Empty, "The file is empty.");
        }

        ImageFormat format = ImageFormatDetector.Detect(content[..Math.Min(content.Length, ImageFormatDetector.HeadLength)]);
        if (format == ImageFormat.Unknown)
        {
            string start = Convert.ToHexString(content[..Math.Min(content.Length, 8)]);
            throw new ImageFormatException(
                ImageFormatError.UnknownFormat,
                $"The file is no picture of a known format (it begins with the bytes {start}); JPEG, PNG, BMP and GIF are read.");
        }

        return format;
    }

    private static ImageFormatException NotSupported(ImageFormat format)
    {
        string name = format switch
        {
            ImageFormat.Tiff => "TIFF",
            ImageFormat.Heic => "HEIC",
            ImageFormat.Avif => "AVIF",
            ImageFormat.Jpeg2000 => "JPEG 2000",
            ImageFormat.JpegXl => "JPEG XL",
            ImageFormat.Icon => "ICO (Windows icon)",
            _ => format.ToString(),
        };
        return new ImageFormatException(ImageFormatError.NotSupported, $"{name} is not supported; convert it to JPEG or PNG.");
    }

    private static DecodedImage Turn(DecodedImage decoded, ImageDecoderOptions options)
    {
        Image image = decoded.Image;
        ImageLimits.Check(decoded.Info.Format.ToString().ToUpperInvariant(), image.Width, image.Height, image.Pixels.LongLength, options);
        return decoded with { Image = ImageOrientation.Apply(image, decoded.Info.Orientation) };
    }

    private static byte[] ReadFile(string path, ImageDecoderOptions options)
    {
        long length = new FileInfo(path).Length;
        if (length > options.MaximumMemory)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                $"The file has {length} bytes, more than the limit of {options.MaximumMemory} (MaximumMemory).");
        }

        return File.ReadAllBytes(path);
    }
}
