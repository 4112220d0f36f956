using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Tests.Bmp;

/// <summary>Makes bitmap files.</summary>
internal static class BmpFiles
{
    /// <summary>A file with the Windows header of 40 bytes.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows; negative for the top row first.</param>
    /// <param name="bitCount">Bits of a pixel.</param>
    /// <param name="compression">Number of the compression.</param>
    /// <param name="table">Palette or masks, between header and pixels.</param>
    /// <param name="pixels">The stored rows with their filling, or run lengths.</param>
    /// <param name="coloursUsed">Colours of the palette; 0 for all that the bits can name.</param>
    public static byte[] Make(int width, int height, int bitCount, int compression, byte[] table, byte[] pixels, int coloursUsed = 0)
    {
        byte[] head = new byte[54];
        head[0] = (byte)'B';
        head[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(2), head.Length + table.Length + pixels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(10), head.Length + table.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(28), (short)bitCount);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(46), coloursUsed);
        return [.. head, .. table, .. pixels];
    }

    /// <summary>Red, green, blue and alpha masks as the file stores them.</summary>
    public static byte[] Masks(params uint[] masks)
    {
        byte[] bytes = new byte[masks.Length * 4];
        for (int i = 0; i < masks.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), masks[i]);
        }

        return bytes;
    }
}
