using System.Globalization;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Tests.Inspection;

/// <summary>A folder of drawn pictures, no two alike, into which a test plants faults.</summary>
internal sealed class PlantedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.PathOf("pictures");

    public static Image Draw(int seed, int width = 96, int height = 80)
    {
        Random random = new(seed);
        byte[] pixels = new byte[width * height * 3];
        (double X, double Y, double Size, int[] Colour)[] blobs = [.. Enumerable.Range(0, 80).Select(_ => (random.NextDouble() * width, random.NextDouble() * height, 2 + (random.NextDouble() * 7), new[] { random.Next(-160, 160), random.Next(-160, 160), random.Next(-160, 160) }))];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    double level = 128 + blobs.Sum(blob => blob.Colour[channel] * Math.Exp(-(((x - blob.X) * (x - blob.X)) + ((y - blob.Y) * (y - blob.Y))) / (2 * blob.Size * blob.Size)));
                    pixels[(((y * width) + x) * 3) + channel] = (byte)Math.Clamp(level, 0, 255);
                }
            }
        }

        return new Image(width, height, pixels);
    }

    /// <summary>Draws pictures of a class.</summary>
    public void AddClass(string way, int seed, int count)
    {
        for (int index = 0; index < count; index++)
        {
            Add($"{way}/{index.ToString("00", CultureInfo.InvariantCulture)}.png", PngEncoder.Encode(Draw(seed + index)));
        }
    }

    public string Add(string way, ReadOnlySpan<byte> content) => _folder.Write(Path.Combine("pictures", way), content);

    public string PathOf(string way) => Path.Combine(Root, way);

    public string Beside(string name) => _folder.PathOf(name);

    public void Dispose() => _folder.Dispose();
}
