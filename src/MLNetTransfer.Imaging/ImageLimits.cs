using System.Globalization;

namespace MLNetTransfer.Imaging;

/// <summary>Holds what a file declares against <see cref="ImageDecoderOptions"/>, before anything is allocated for it.</summary>
internal static class ImageLimits
{
    /// <summary>Refuses a picture without pixels, with too many pixels, or whose decoding takes too much memory.</summary>
    /// <param name="format">Name of the format, for the message.</param>
    /// <param name="width">Declared pixels in a row.</param>
    /// <param name="height">Declared rows.</param>
    /// <param name="workingBytes">Bytes that decoding takes beside the width x height x 3 of the result.</param>
    /// <param name="options">The limits.</param>
    public static void Check(string format, long width, long height, long workingBytes, ImageDecoderOptions options)
    {
        if (width < 1 || height < 1)
        {
            throw new ImageFormatException(ImageFormatError.Invalid, Text($"The {format} file declares {width}x{height} pixels; both sides must be at least 1."));
        }

        Int128 pixels = (Int128)width * height;
        if (pixels > options.MaximumPixels)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                Text($"The {format} file declares {width}x{height} = {pixels} pixels, more than the limit of {options.MaximumPixels} (MaximumPixels)."));
        }

        Int128 result = pixels * Image.Channels;
        Int128 memory = result + workingBytes;
        if (memory > options.MaximumMemory || result > Array.MaxLength || workingBytes > Array.MaxLength)
        {
            long limit = Math.Min(options.MaximumMemory, Array.MaxLength);
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                Text($"Decoding the {format} file of {width}x{height} pixels takes {memory} bytes, more than the limit of {limit} (MaximumMemory)."));
        }
    }

    /// <summary>Refuses a file with more parts than the limit.</summary>
    /// <param name="part">What is counted, in the plural, for the message.</param>
    /// <param name="count">Parts met so far.</param>
    /// <param name="options">The limits.</param>
    public static void CheckSegments(string part, int count, ImageDecoderOptions options)
    {
        if (count > options.MaximumSegments)
        {
            throw new ImageFormatException(
                ImageFormatError.LimitExceeded,
                Text($"The file has more than {options.MaximumSegments} {part} (MaximumSegments)."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
