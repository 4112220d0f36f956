using System.Globalization;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests;

/// <summary>A folder with noisy pictures of three colours, a class each, and a small backbone that tells them apart with random weights.</summary>
public sealed class ColouredPictures : IDisposable
{
    /// <summary>Pictures of each class.</summary>
    public const int PerClass = 6;

    /// <summary>Pictures in all.</summary>
    public const int Count = 3 * PerClass;

    private static readonly (string Name, byte Red, byte Green, byte Blue)[] Classes = [("blue", 40, 50, 210), ("green", 30, 200, 40), ("red", 220, 40, 30)];

    private readonly TemporaryFolder _folder = new();

    public ColouredPictures()
    {
        for (int label = 0; label < Classes.Length; label++)
        {
            for (int index = 0; index < PerClass; index++)
            {
                _folder.Write(Path.Combine("pictures", Classes[label].Name, $"{index.ToString(CultureInfo.InvariantCulture)}.png"), Draw(label, index));
            }
        }

        _folder.Write("backbone.onnx", OnnxWriter.Write(MobileNetV2Builder.Build(0.05f, 3).ToOnnx("backbone")));
    }

    public string Folder => _folder.PathOf("pictures");

    public string Backbone => _folder.PathOf("backbone.onnx");

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public string Write(string relativePath, ReadOnlySpan<byte> content) => _folder.Write(relativePath, content);

    /// <summary>A picture of a class; those of the folder have the indices below <see cref="PerClass"/>.</summary>
    public static byte[] Draw(int label, int index)
    {
        Random random = new((label * 1000) + index);
        (_, byte red, byte green, byte blue) = Classes[label];
        int width = 36 + random.Next(20);
        int height = 36 + random.Next(20);
        byte[] pixels = new byte[width * height * 3];
        for (int position = 0; position < pixels.Length; position += 3)
        {
            pixels[position] = (byte)Math.Clamp(red + random.Next(-30, 31), 0, 255);
            pixels[position + 1] = (byte)Math.Clamp(green + random.Next(-30, 31), 0, 255);
            pixels[position + 2] = (byte)Math.Clamp(blue + random.Next(-30, 31), 0, 255);
        }

        return PngEncoder.Encode(new Image(width, height, pixels));
    }

    /// <summary>A run on these pictures that takes well under a second.</summary>
    /// <param name="output">Name of the output folder.</param>
    public TransferOptions Options(string output) => new()
    {
        TrainFolder = Folder,
        ValidationShare = 0.33,
        Backbone = Backbone,
        Preprocessing = new() { Crop = 32 },
        Mode = TrainingMode.Head,
        WeightDecay = 0.01,
        OutputFolder = PathOf(output),
        CacheFolder = PathOf("cache"),
        Threads = 1,
    };

    public void Dispose() => _folder.Dispose();
}
