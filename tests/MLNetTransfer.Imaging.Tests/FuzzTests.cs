using System.Diagnostics;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Tests.Bmp;
using MLNetTransfer.Imaging.Tests.Gif;
using MLNetTransfer.Imaging.Tests.Png;

namespace MLNetTransfer.Imaging.Tests;

/// <summary>Broken files of every kind give a picture or an <see cref="ImageFormatException"/>, within time and memory.</summary>
public sealed class FuzzTests
{
    private const int LargestSeed = 40_000;

    private static readonly ImageDecoderOptions Limits = new() { MaximumPixels = 300_000, MaximumMemory = 8_000_000 };

    // Decoding holds what the limit allows; the rest is messages, tables and the readers of compressed data.
    private static readonly long MostBytes = Limits.MaximumMemory + 4_000_000;

    [Fact]
    public void Decode_MutatedOwnFiles_GivesAPictureOrAnImageFormatException() => Mutate(OwnFiles(), mutations: 300, seed: 20261);

    [SharedDataFact]
    public void Decode_MutatedAwkwardFiles_GivesAPictureOrAnImageFormatException()
    {
        string root = Repository.SharedPath("awkward");
        List<(string Name, byte[] Content)> files =
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(path => new FileInfo(path).Length is > 0 and <= LargestSeed)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetRelativePath(root, path), File.ReadAllBytes(path))),
        ];
        Assert.NotEmpty(files);
        Mutate(files, mutations: 3, seed: 20262);
    }

    [Fact]
    public void Decode_EveryPrefixOfOwnFiles_GivesAPictureOrAnImageFormatException()
    {
        foreach ((string name, byte[] content) in OwnFiles())
        {
            for (int length = 0; length < content.Length; length += 1 + (content.Length / 200))
            {
                Try($"{name} cut to {length} bytes", content[..length]);
            }
        }
    }

    private static void Mutate(List<(string Name, byte[] Content)> files, int mutations, int seed)
    {
        Random random = new(seed);
        foreach ((string name, byte[] content) in files)
        {
            for (int round = 0; round < mutations; round++)
            {
                Try($"{name}, seed {seed}, round {round}", Mutate(content, random));
            }
        }
    }

    private static void Try(string name, byte[] content)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            Image image = ImageDecoder.Decode(content, Limits).Image;
            Assert.True((long)image.Width * image.Height <= Limits.MaximumPixels, name);
        }
        catch (ImageFormatException exception)
        {
            Assert.False(string.IsNullOrEmpty(exception.Message), name);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{name}: {exception}");
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes <= MostBytes, $"{name} took {bytes} bytes.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}.");
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        List<byte> bytes = [.. content];
        for (int change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            // Heads decide most, so half of the changes go there.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 64) : bytes.Count);
            int count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = new byte[] { 0, 1, 0x7F, 0x80, 0xFE, 0xFF }[random.Next(6)];
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes.RemoveRange(at, count);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 0);
                    break;
            }
        }

        byte[] mutated = [.. bytes];
        if (random.Next(2) == 0)
        {
            MendChecksums(mutated);
        }

        return mutated;
    }

    // With right checksums the changes of a PNG file get behind its first gate.
    private static void MendChecksums(byte[] content)
    {
        if (ImageFormatDetector.Detect(content) != ImageFormat.Png)
        {
            return;
        }

        for (int at = 8; at + 12 <= content.Length;)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at));
            if (length > content.Length - at - 12)
            {
                return;
            }

            uint crc = PngCrc.Compute(content.AsSpan(at + 4, (int)length + 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(at + 8 + (int)length), crc);
            at += (int)length + 12;
        }
    }

    private static List<(string Name, byte[] Content)> OwnFiles()
    {
        List<(string Name, byte[] Content)> files = [];
        foreach ((int type, int depth) in new[] { (0, 1), (0, 16), (2, 8), (3, 4), (4, 8), (6, 16) })
        {
            byte[][] middle = type == 3 ? [PngFiles.Chunk("PLTE", new byte[30]), PngFiles.Chunk("tRNS", new byte[9])] : [];
            int[] samples = PngFiles.RandomSamples(23, 19, depth, type, seed: depth);
            files.Add(($"png {type} {depth}", PngFiles.Make(23, 19, depth, type, samples, depth != 8, -1, middle)));
        }

        byte[] random = new byte[3000];
        new Random(7).NextBytes(random);
        files.Add(("png encoder", PngEncoder.Encode(new Image(40, 25, random))));
        files.Add(("bmp 24", BmpFiles.Make(20, 20, 24, 0, [], random[..1200])));
        files.Add(("bmp 16 masks", BmpFiles.Make(20, 20, 16, 6, BmpFiles.Masks(0x0F00, 0x00F0, 0x000F, 0xF000), random[..800])));
        files.Add(("bmp rle8", BmpFiles.Make(50, 50, 8, 1, random[..1024], random[..2000])));
        files.Add(("bmp rle4", BmpFiles.Make(50, 50, 4, 2, random[..64], random[..2000])));
        files.Add(("bmp 1", BmpFiles.Make(33, 40, 1, 0, random[..8], random[..320])));
        byte[] indices = [.. random.Select(value => (byte)(value & 15))];
        files.Add(("gif", [.. GifFiles.Screen(60, 50, random[..48]), .. GifFiles.Transparency(3), .. GifFiles.Frame(0, 0, 60, 50, [], 4, indices), 0x3B]));
        files.Add(("gif interlaced", [.. GifFiles.Screen(70, 60, []), .. GifFiles.Frame(5, 6, 60, 50, random[..48], 4, indices, interlaced: true), 0x3B]));
        return files;
    }
}
