using System.Buffers.Binary;
using System.IO.Compression;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests.Png;

/// <summary>Makes PNG files of every kind out of plain sample values, independently of the decoder.</summary>
internal static class PngFiles
{
    /// <summary>The pass of Adam7 that brings each pixel of an 8x8 block.</summary>
    private static readonly int[,] PassOfPixel =
    {
        { 1, 6, 4, 6, 2, 6, 4, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 5, 6, 5, 6, 5, 6, 5, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 3, 6, 4, 6, 3, 6, 4, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 5, 6, 5, 6, 5, 6, 5, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
    };

    public static byte[] Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static int SamplesOf(int colourType) => colourType switch
    {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };

    /// <summary>Samples between 0 and the largest of the depth, the same for the same seed.</summary>
    public static int[] RandomSamples(int width, int height, int depth, int colourType, int seed)
    {
        Random random = new(seed);
        int[] samples = new int[width * height * SamplesOf(colourType)];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = random.Next(1 << depth);
        }

        return samples;
    }

    /// <summary>A whole file; filters 0 to 4 take turns from row to row unless one is given. Chunks in <paramref name="middle"/> stand before the pixels.</summary>
    public static byte[] Make(int width, int height, int depth, int colourType, int[] samples, bool interlaced = false, int filter = -1, params byte[][] middle) =>
        Join([Signature, Header(width, height, depth, colourType, interlaced), .. middle, Chunk("IDAT", Compress(Rows(width, height, depth, colourType, samples, interlaced, filter))), Chunk("IEND", [])]);

    public static byte[] Header(int width, int height, int depth, int colourType, bool interlaced = false)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), height);
        content[8] = (byte)depth;
        content[9] = (byte)colourType;
        content[12] = (byte)(interlaced ? 1 : 0);
        return Chunk("IHDR", content);
    }

    public static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        using MemoryStream stream = new();
        PngEncoder.WriteChunk(stream, System.Text.Encoding.ASCII.GetBytes(type), content);
        return stream.ToArray();
    }

    public static byte[] Join(params byte[][] parts) => parts.SelectMany(part => part).ToArray();

    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using MemoryStream stream = new();
        using (ZLibStream compressed = new(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(data);
        }

        return stream.ToArray();
    }

    /// <summary>The filtered rows, pass by pass, before compression.</summary>
    public static byte[] Rows(int width, int height, int depth, int colourType, int[] samples, bool interlaced, int filter)
    {
        List<byte> rows = [];
        int count = SamplesOf(colourType);
        int distance = Math.Max(1, count * depth / 8);
        for (int pass = interlaced ? 1 : 0; pass <= (interlaced ? 7 : 0); pass++)
        {
            byte[]? above = null;
            for (int y = 0; y < height; y++)
            {
                List<int> row = [];
                for (int x = 0; x < width; x++)
                {
                    if (!interlaced || PassOfPixel[y % 8, x % 8] == pass)
                    {
                        row.AddRange(samples.AsSpan(((y * width) + x) * count, count));
                    }
                }

                if (row.Count > 0)
                {
                    byte[] packed = Pack(row, depth);
                    above ??= new byte[packed.Length];
                    rows.AddRange(Filter(packed, above, distance, filter < 0 ? y % 5 : filter));
                    above = packed;
                }
            }
        }

        return [.. rows];
    }

    private static byte[] Pack(List<int> samples, int depth)
    {
        byte[] packed = new byte[((samples.Count * depth) + 7) / 8];
        for (int i = 0; i < samples.Count; i++)
        {
            for (int bit = 0; bit < depth; bit++)
            {
                int at = (i * depth) + bit;
                packed[at / 8] |= (byte)(((samples[i] >> (depth - 1 - bit)) & 1) << (7 - (at % 8)));
            }
        }

        return packed;
    }

    private static byte[] Filter(byte[] row, byte[] above, int distance, int filter)
    {
        byte[] filtered = new byte[row.Length + 1];
        filtered[0] = (byte)filter;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            int upLeft = i < distance ? 0 : above[i - distance];
            int guess = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], upLeft),
                _ => 0,
            };
            filtered[i + 1] = (byte)(row[i] - guess);
        }

        return filtered;
    }

    private static int Paeth(int left, int above, int upLeft)
    {
        int guess = left + above - upLeft;
        return new[] { left, above, upLeft }.MinBy(neighbour => Math.Abs(guess - neighbour));
    }
}
