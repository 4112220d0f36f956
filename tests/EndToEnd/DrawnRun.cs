using MLNetTransfer.Cli;
using MLNetTransfer.Datasets.Drawing;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.EndToEnd;

/// <summary>A drawn set with foreign and broken files among its pictures, a small backbone, and one training run that the tests of a class share.</summary>
public sealed class DrawnRun : IDisposable
{
    private const int PerClass = 6;

    private readonly TemporaryFolder _folder = new();

    public DrawnRun()
    {
        Environment.SetEnvironmentVariable("MLNETTRANSFER_CACHE", _folder.PathOf("cache"));
        ShapesDataset.Draw(Pictures, PerClass, 7);
        string first = Directory.GetDirectories(Pictures).Order(StringComparer.Ordinal).First();
        string good = Directory.GetFiles(first).Order(StringComparer.Ordinal).First();
        byte[] content = File.ReadAllBytes(good);
        File.WriteAllBytes(Path.Combine(first, "z_empty.jpg"), []);
        File.WriteAllBytes(Path.Combine(first, "z_garbage.jpg"), [1, 2, 3, 4, 5]);
        File.WriteAllBytes(Path.Combine(first, "z_head_only.jpg"), content[..30]);
        File.WriteAllBytes(Path.Combine(first, "z_webp.jpg"), [.. "RIFF"u8, 20, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0]);
        File.WriteAllBytes(Path.Combine(first, "z_misnamed.png"), content);
        using (FileStream stream = File.Create(Backbone))
        {
            Graph graph = MobileNetV2Builder.Build(0.25f, 3);
            OnnxDimension batch = new(null, "batch");
            OnnxWriter.Write(graph.ToOnnx("backbone", [new OnnxValueInfo("features", Compute.Tensors.ElementType.Float32, [batch, new(1280, null)])]), stream);
        }

        Train = RunAsync("train", Pictures, "--test", "0.2", "--backbone", Backbone, "--crop", "48", "--epochs", "2", "--output", Output).GetAwaiter().GetResult();
    }

    public string Pictures => _folder.PathOf("pictures");

    public string Backbone => _folder.PathOf("backbone.onnx");

    public string Output => _folder.PathOf("out");

    /// <summary>What the training run printed.</summary>
    public (int ExitCode, string Output, string Error) Train { get; }

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    /// <summary>A picture that can be read.</summary>
    public string Picture => Directory.GetFiles(Directory.GetDirectories(Pictures).Order(StringComparer.Ordinal).Last()).Order(StringComparer.Ordinal).First();

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => await RunWithInputAsync("", default, arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunWithInputAsync(string input, CancellationToken cancellationToken, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using StringReader reader = new(input);
        CliEnvironment environment = new() { Out = output, Error = error, In = reader, Variable = Environment.GetEnvironmentVariable };
        int exitCode = await CliApplication.RunAsync(arguments, environment, cancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
