using System.Buffers.Binary;

namespace MLNetTransfer.Imaging;

/// <summary>Tells the kind of a picture file by its first bytes, whatever its name.</summary>
public static class ImageFormatDetector
{
    /// <summary>With this many bytes of a file the answer is final.</summary>
    public const int HeadLength = 64;

    private const int LargestBitmapHeader = 0xFFFF;

    /// <summary>Finds the format of a file.</summary>
    /// <param name="head">The first bytes of the file, <see cref="HeadLength"/> of them where there are as many.</param>
    /// <returns><see cref="ImageFormat.Unknown"/> where no signature fits.</returns>
    public static ImageFormat Detect(ReadOnlySpan<byte> head)
    {
        return head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,

            // The four bytes that follow catch damage done by text-mode transfers; the decoder names it.
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ImageFormat.Png,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
            [(byte)'B', (byte)'M', ..] when IsBitmap(head) => ImageFormat.Bmp,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] => ImageFormat.Tiff,
            [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
            [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', 13, 10, 0x87, 10, ..] => ImageFormat.Jpeg2000,
            [0xFF, 0x4F, 0xFF, 0x51, ..] => ImageFormat.Jpeg2000,
            [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', 13, 10, 0x87, 10, ..] => ImageFormat.JpegXl,
            [0xFF, 0x0A, ..] => ImageFormat.JpegXl,
            [0, 0, 1 or 2, 0, not 0, 0, ..] => ImageFormat.Icon,
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => DetectBrand(head),
            _ => ImageFormat.Unknown,
        };
    }

    // "BM" alone also begins many a text, so the size of the second header must make sense too.
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) <= LargestBitmapHeader;

    // ISO/IEC 14496-12: size, "ftyp", major brand, minor version, compatible brands. The brands of HEIF proper (mif1, msf1) leave the codec open.
    private static ImageFormat DetectBrand(ReadOnlySpan<byte> head)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(head);
        ReadOnlySpan<byte> box = head[..(int)Math.Min(size, (uint)head.Length)];
        ImageFormat found = ImageFormat.Unknown;
        for (int at = 8; at + 4 <= box.Length; at += at == 8 ? 8 : 4)
        {
            ReadOnlySpan<byte> brand = box.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
            {
                return ImageFormat.Avif;
            }

            if (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("hevx"u8)
                || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8))
            {
                found = ImageFormat.Heic;
            }
        }

        return found;
    }
}
