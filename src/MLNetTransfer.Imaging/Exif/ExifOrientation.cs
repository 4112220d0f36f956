using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Exif;

/// <summary>Finds the orientation tag in an EXIF block (EXIF 2.32, section 4.6.4; TIFF 6.0, section 2).</summary>
internal static class ExifOrientation
{
    /// <summary>The orientation of a picture that says nothing about it.</summary>
    internal const int Upright = 1;

    private const ushort OrientationTag = 0x0112;
    private const int EntrySize = 12;

    /// <summary>Reads the orientation.</summary>
    /// <param name="tiffBlock">The block from its byte-order mark ("II" or "MM"), without the "Exif\0\0" that JPEG puts before it.</param>
    /// <returns>1 to 8; 1 where the block is damaged, has no such tag, or holds any other value.</returns>
    internal static int Read(ReadOnlySpan<byte> tiffBlock)
    {
        if (tiffBlock.Length < 8)
        {
            return Upright;
        }

        bool littleEndian = tiffBlock[0] == 'I' && tiffBlock[1] == 'I';
        bool bigEndian = tiffBlock[0] == 'M' && tiffBlock[1] == 'M';
        if ((!littleEndian && !bigEndian) || ReadUInt16(tiffBlock[2..], littleEndian) != 42)
        {
            return Upright;
        }

        uint directory = ReadUInt32(tiffBlock[4..], littleEndian);
        if (directory > (uint)tiffBlock.Length - 2)
        {
            return Upright;
        }

        int count = ReadUInt16(tiffBlock[(int)directory..], littleEndian);
        ReadOnlySpan<byte> entries = tiffBlock[((int)directory + 2)..];
        for (; count > 0 && entries.Length >= EntrySize; count--, entries = entries[EntrySize..])
        {
            if (ReadUInt16(entries, littleEndian) == OrientationTag)
            {
                return ReadValue(entries, littleEndian);
            }
        }

        return Upright;
    }

    private static int ReadValue(ReadOnlySpan<byte> entry, bool littleEndian)
    {
        uint value = ReadUInt16(entry[2..], littleEndian) switch
        {
            1 => entry[8],
            3 => ReadUInt16(entry[8..], littleEndian),
            4 => ReadUInt32(entry[8..], littleEndian),
            _ => Upright,
        };
        return value is >= 1 and <= 8 ? (int)value : Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
