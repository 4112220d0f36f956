namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Turns rows of components into red, green, blue: YCbCr by the integers of libjpeg (JFIF 1.02, 16 bits of fraction), CMYK as Pillow does it, which takes
/// all such files
/// for inverted, as Adobe writes them.
/// </summary>
internal static class ColorConverter
{
    // round(x * 2^16)
    private const int RedOfCr = 91881;
    private const int GreenOfCb = 22554;
    private const int GreenOfCr = 46802;
    private const int BlueOfCb = 116130;
    private const int Half = 1 << 15;

    /// <summary>Works out which colour model a file uses, by the rules of libjpeg.</summary>
    internal static ColorModel ModelOf(JpegFileReader file)
    {
        JpegComponent[] components = file.Frame!.Components;
        if (components.Length == 1)
        {
            return ColorModel.Grey;
        }

        if (components.Length == 4)
        {
            return file.AdobeTransform is null or 0 ? ColorModel.Cmyk : ColorModel.Ycck;
        }

        if (file.HasJfif)
        {
            return ColorModel.YCbCr;
        }

        bool isRgb = file.AdobeTransform == 0
            || (file.AdobeTransform is null && components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B');
        return isRgb ? ColorModel.Rgb : ColorModel.YCbCr;
    }

    /// <summary>Interleaves three rows.</summary>
    internal static void FromRgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0; x < red.Length; x++)
        {
            Span<byte> pixel = rgb.Slice(3 * x, 3);
            pixel[0] = red[x];
            pixel[1] = green[x];
            pixel[2] = blue[x];
        }
    }

    /// <summary>Converts YCbCr, pixel by pixel.</summary>
    internal static void FromYCbCr(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        cb = cb[..luma.Length];
        cr = cr[..luma.Length];
        for (int x = 0; x < luma.Length; x++)
        {
            int y = luma[x];
            int blue = cb[x] - 128;
            int red = cr[x] - 128;
            Span<byte> pixel = rgb.Slice(3 * x, 3);
            pixel[0] = ToByte(y + (((RedOfCr * red) + Half) >> 16));
            pixel[1] = ToByte(y + ((Half - (GreenOfCb * blue) - (GreenOfCr * red)) >> 16));
            pixel[2] = ToByte(y + (((BlueOfCb * blue) + Half) >> 16));
        }
    }

    /// <summary>Turns each byte to 255 minus it.</summary>
    internal static void Invert(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
        {
            value = (byte)~value;
        }
    }

    /// <summary>Lays the black of inverted CMYK on its colours.</summary>
    /// <param name="rgb">The stored cyan, magenta, yellow, turned to 255 minus the ink; overwritten.</param>
    /// <param name="black">The stored black, 255 for none.</param>
    internal static void ApplyBlack(Span<byte> rgb, ReadOnlySpan<byte> black)
    {
        for (int x = 0; x < black.Length; x++)
        {
            int light = black[x];
            foreach (ref byte channel in rgb.Slice(3 * x, 3))
            {
                int product = (channel * light) + 128;
                channel = (byte)Math.Max(0, light - (((product >> 8) + product) >> 8));
            }
        }
    }

    private static byte ToByte(int value) => (byte)Math.Clamp(value, 0, 255);
}
