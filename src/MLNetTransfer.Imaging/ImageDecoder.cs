namespace MLNetTransfer.Imaging;

/// <summary>Turns the bytes of a picture file into pixels. The format is found by its first bytes, never by a file name.</summary>
public static class ImageDecoder
{
    /// <summary>Decodes a picture.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="options">Limits and choices, <see cref="ImageDecoderOptions.Default"/> where null.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions? options = null)
    {
        if (content.IsEmpty)
        {
            throw new ImageFormatException(ImageFormatError.Empty, "The file is empty.");
        }

        throw new ImageFormatException(ImageFormatError.UnknownFormat, "The file is no picture of a known format.");
    }
}
