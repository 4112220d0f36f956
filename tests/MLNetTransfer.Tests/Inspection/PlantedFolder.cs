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
        float[] levels = new float[width * height * 3];
        Array.Fill(levels, 128);
        for (int blob = 0; blob < 80; blob++)
        {
            (double left, double top, double size) = (random.NextDouble() * width, random.NextDouble() * height, 2 + (random.NextDouble() * 7));
            int[] colour = [random.Next(-160, 160), random.Next(-160, 160), random.Next(-160, 160)];
            for (int y = Math.Max(0, (int)(top - (3 * size))); y < Math.Min(height, top + (3 * size)); y++)
            {
                for (int x = Math.Max(0, (int)(left - (3 * size))); x < Math.Min(width, left + (3 * size)); x++)
                {
                    float share = (float)Math.Exp(-(((x - left) * (x - left)) + ((y - top) * (y - top))) / (2 * size * size));
                    for (int channel = 0; channel < 3; channel++)
                    {
                        levels[(((y * width) + x) * 3) + channel] += share * colour[channel];
                    }
                }
            }
        }

        return new Image(width, height, [.. levels.Select(level => (byte)Math.Clamp(level, 0, 255))]);
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
