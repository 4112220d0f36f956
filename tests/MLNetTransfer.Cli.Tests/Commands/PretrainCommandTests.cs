using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class PretrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_Json_HasTheAccuracyInFull()
    {
        string line = $"pretrain --network mobilenetv2-0.35-random --classes 7 --each 4 --size 32 --epochs 1 --batch 8 --format json --output {_folder.PathOf("drawn")}";

        CliRun run = await CliRunner.RunAsync(line.Split(' '));

        Assert.Equal(0, run.ExitCode);
        JsonElement root = JsonDocument.Parse(Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(["trainingPictures", "heldBackPictures", "accuracy", "parameters"], root.EnumerateObject().Select(member => member.Name));
        int held = root.GetProperty("heldBackPictures").GetInt32();
        double right = root.GetProperty("accuracy").GetDouble() * held;
        Assert.Equal((28, 7), (root.GetProperty("trainingPictures").GetInt32(), held));
        Assert.Equal(Math.Round(right), right, 1e-9);
        Assert.True(File.Exists(_folder.PathOf("drawn", "backbone.onnx")));
    }
}
