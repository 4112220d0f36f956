using System.Buffers.Binary;
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

    // ITU-T T.81, B.2.2: the frame header. Huffman coding with 8 bits (SOF0 to SOF2) is what every decoder has.
    private static bool IsPlainJpeg(ReadOnlySpan<byte> content)
    {
        if (ImageFormatDetector.Detect(content) != ImageFormat.Jpeg)
        {
            return false;
        }

        for (int place = 2; place + 10 <= content.Length && content[place] == 0xFF;)
        {
            byte marker = content[place + 1];
            if (marker == 0xFF)
            {
                place++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return marker <= 0xC2 && content[place + 4] == 8 && content[place + 9] is (1 or 3);
            }

            place += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(place + 2)..]);
        }

        return false;
    }
}
