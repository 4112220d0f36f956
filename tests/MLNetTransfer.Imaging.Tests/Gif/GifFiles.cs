namespace MLNetTransfer.Imaging.Tests.Gif;

/// <summary>Makes GIF files.</summary>
internal static class GifFiles
{
    /// <summary>Header and screen.</summary>
    public static byte[] Screen(int width, int height, byte[] palette, string version = "89a") =>
        [.. "GIF"u8, .. System.Text.Encoding.ASCII.GetBytes(version), .. Word(width), .. Word(height), PaletteFlags(palette), 0, 0, .. palette];

    /// <summary>An extension that names the transparent colour.</summary>
    public static byte[] Transparency(int index) => [0x21, 0xF9, 4, 1, 0, 0, (byte)index, 0];

    /// <summary>A frame whose colour numbers are compressed with a real, adaptive table.</summary>
    public static byte[] Frame(int left, int top, int width, int height, byte[] palette, int symbolBits, byte[] indices, bool interlaced = false) =>
    [
        0x2C, .. Word(left), .. Word(top), .. Word(width), .. Word(height), (byte)(PaletteFlags(palette) | (interlaced ? 0x40 : 0)), .. palette,
        (byte)symbolBits, .. Blocks(Compress(indices, symbolBits)),
    ];

    /// <summary>LZW codes, lowest bit first.</summary>
    public static byte[] Compress(byte[] indices, int symbolBits)
    {
        List<byte> bytes = [];
        int bits = 0;
        int bitCount = 0;
        int clear = 1 << symbolBits;
        int codeBits = symbolBits + 1;
        Dictionary<string, int> table = [];
        void Write(int code)
        {
            bits |= code << bitCount;
            bitCount += codeBits;
            for (; bitCount >= 8; bitCount -= 8, bits >>= 8)
            {
                bytes.Add((byte)bits);
            }
        }

        void Clear()
        {
            Write(clear);
            codeBits = symbolBits + 1;
            table.Clear();
        }

        int CodeOf(string text) => text.Length == 1 ? text[0] : table[text];
        Clear();
        string current = string.Empty;
        foreach (byte index in indices)
        {
            string longer = current + (char)index;
            if (longer.Length == 1 || table.ContainsKey(longer))
            {
                current = longer;
                continue;
            }

            Write(CodeOf(current));
            int next = clear + 2 + table.Count;
            if (next == 4096)
            {
                Clear();
            }
            else
            {
                // The decoder defines each string one code later, so codes grow when the new number no longer fits.
                table[longer] = next;
                codeBits += next == 1 << codeBits ? 1 : 0;
            }

            current = ((char)index).ToString();
        }

        if (current.Length > 0)
        {
            Write(CodeOf(current));
        }

        int last = clear + 2 + table.Count;
        codeBits += last == 1 << codeBits && codeBits < 12 ? 1 : 0;
        Write(clear + 1);
        if (bitCount > 0)
        {
            bytes.Add((byte)bits);
        }

        return [.. bytes];
    }

    private static byte[] Blocks(byte[] data) => [.. data.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0];

    private static byte[] Word(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte PaletteFlags(byte[] palette) => palette.Length == 0 ? (byte)0 : (byte)(0x80 | (System.Numerics.BitOperations.Log2((uint)palette.Length / 3) - 1));
}
