using System.Globalization;
using MLNetTransfer.Datasets.Drawing;

namespace MLNetTransfer.Cli.Tests;

/// <summary>Two models of drawn shapes, one of them with a hidden layer and other probabilities, and pictures of the same kind that they have not seen.</summary>
public sealed class TrainedShapes : IAsyncLifetime, IDisposable
{
    private const int PerClass = 30;
    private const int Unseen = 6;

    private readonly TemporaryFolder _folder = new();

    public string Pictures => _folder.PathOf("pictures");

    public string Test => _folder.PathOf("test");

    public string Zip => _folder.PathOf("out", "model.zip");

    public string Other => _folder.PathOf("other", "model.onnx");

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public async Task InitializeAsync()
    {
        ShapesDataset.Draw(Pictures, PerClass, 7);
        ShapesDataset.Draw(Test, Unseen, 8);
        await TrainAsync("out");
        await TrainAsync("other", "--head", "dense:4", "--head-epochs", "3", "--no-calibration");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    internal Task<CliRun> RunAsync(params string[] args) => CliRunner.RunAsync(args, _folder.PathOf("cache"));

    private async Task TrainAsync(string output, params string[] more)
    {
        CliRun run = await RunAsync(
            ["train", Pictures, "--mode", "head", "--validation", "0.5", "--crop", "64", "--size", "64", "--output", _folder.PathOf(output), .. more]);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"train ended with {run.ExitCode}: {run.Error}"));
        }
    }
}
