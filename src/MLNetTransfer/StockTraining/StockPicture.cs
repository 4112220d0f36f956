using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.StockTraining;

/// <summary>
/// Pictures in a form that TensorFlow decodes. ML.NET passes over what it cannot decode without a word, and in scoring answers with what the picture before it gave.
/// </summary>
public static class StockPicture
{
    /// <summary>Reads a picture: a JPEG of one or three colours as it is, anything else decoded and written as PNG.</summary>
    /// <param name="content">The file.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public static byte[] Read(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Image image = ImageDecoder.Decode(content).Image;
        return IsPlainJpeg(content) ? content : PngEncoder.Encode(image);
    }

    // Huffman coding with 8 bits (SOF0 to SOF2) is what every decoder has.
    private static bool IsPlainJpeg(ReadOnlySpan<byte> content) =>
        ImageFormatDetector.Detect(content) == ImageFormat.Jpeg && JpegFrameHeader.Find(content) is { Marker: <= 0xC2, Precision: 8, Components: 1 or 3 };
}
