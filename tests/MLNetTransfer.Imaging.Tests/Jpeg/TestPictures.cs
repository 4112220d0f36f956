using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

/// <summary>Pictures and small changes of JPEG files for the tests.</summary>
internal static class TestPictures
{
    /// <summary>Smooth colours with a little seeded noise.</summary>
    internal static Image Smooth(int width, int height, int noise = 6, int seed = 1)
    {
        Random random = new(seed);
        Image image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = 0; x < width; x++)
            {
                row[3 * x] = Clamp(128 + (100 * Math.Sin(x / 9.0)) + random.Next(-noise, noise + 1));
                row[(3 * x) + 1] = Clamp(128 + (100 * Math.Cos(y / 7.0)) + random.Next(-noise, noise + 1));
                row[(3 * x) + 2] = Clamp(128 + (100 * Math.Sin((x + y) / 11.0)) + random.Next(-noise, noise + 1));
            }
        }

        return image;
    }

    internal static DecodedImage Decode(byte[] content, ImageDecoderOptions? options = null) => JpegDecoder.Decode(content, options ?? ImageDecoderOptions.Default);

    /// <summary>Peak signal-to-noise ratio in decibels.</summary>
    internal static double PeakSignalToNoise(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        double sum = 0;
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            double difference = expected.Pixels[i] - actual.Pixels[i];
            sum += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255.0 * expected.Pixels.Length / Math.Max(sum, 1e-9));
    }

    /// <summary>Index of the FF of the first marker of a kind.</summary>
    internal static int IndexOfMarker(byte[] file, byte marker)
    {
        int index = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        Assert.True(index >= 0, $"The file has no marker FF{marker:X2}.");
        return index;
    }

    /// <summary>The file without any segment of a kind before its scan.</summary>
    internal static byte[] WithoutSegments(byte[] file, byte marker)
    {
        List<byte> output = [0xFF, 0xD8];
        int position = 2;
        while (file[position + 1] != JpegMarker.StartOfScan)
        {
            int length = 2 + (file[position + 2] << 8) + file[position + 3];
            if (file[position + 1] != marker)
            {
                output.AddRange(file.AsSpan(position, length));
            }

            position += length;
        }

        output.AddRange(file.AsSpan(position));
        return [.. output];
    }

    internal static byte[] Insert(byte[] file, int position, params byte[] bytes) => [.. file.AsSpan(0, position), .. bytes, .. file.AsSpan(position)];

    internal static ImageFormatError ErrorOf(byte[] content, ImageDecoderOptions? options = null) =>
        Assert.Throws<ImageFormatException>(() => Decode(content, options)).Error;

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);
}
