using MLNetTransfer.Tests;
using MLNetTransfer.Tests.StockTraining;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class StockTrainingTests : IDisposable
{
    private readonly ColouredPictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public async Task Train_MLNetThenHead_ShowsBothSideBySide()
    {
        CliRun run = await RunAsync("--arch", "mobilenet-v2", "--then", "head", "--test", "0.2");

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        Assert.Contains("Trainer   ML.NET 0.0, mobilenet-v2\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("ML.NET 0.0, mobilenet-v2 +validation +1.0000", run.Output);
        Assert.Matches("ML.NET 0.0, mobilenet-v2 +test +1.0000", run.Output);
        Assert.Matches("this program, backbone +test +\\d", run.Output);
        Assert.True(File.Exists(_pictures.PathOf("out", "mlnet-metrics.json")));
        Assert.True(File.Exists(_pictures.PathOf("out", "model.zip")));
    }

    [Fact]
    public async Task Train_MLNetAlone_LeavesTheEngineOut()
    {
        CliRun run = await RunAsync("--arch", "mobilenet-v2", "--min-accuracy", "0.99");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.DoesNotContain("this program", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_pictures.PathOf("out", "model.zip")));
    }

    // Built without ML.NET's trainer the packages are missing, built with it the weights.
    [Fact]
    public async Task Train_MLNetWithoutWhatItNeeds_SaysSoAndExitsWithFive()
    {
        CliRun run = await CliRunner.RunAsync(["train", _pictures.Folder, "-o", _pictures.PathOf("out"), "--trainer", "mlnet", "--mlnet-weights", _pictures.PathOf("none")]);

        Assert.Equal(ExitCode.MissingModel, run.ExitCode);
        Assert.Contains("ML.NET's", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--arch mobilenet-v2", "--arch is for --trainer mlnet.")]
    [InlineData("--then full", "--then is for --trainer mlnet.")]
    [InlineData("--mlnet-batch 3", "--mlnet-batch is for --trainer mlnet.")]
    [InlineData("--trainer mlnet --arch resnet", "--arch is 'resnet'; expected resnet-v2-50, resnet-v2-101, inception-v3, mobilenet-v2.")]
    [InlineData("--trainer mlnet --then fully", "--then is 'fully'; expected head, partial, full, scratch.")]
    [InlineData("--trainer mlnet --mlnet-epochs 0", "0 epochs")]
    public async Task Train_WrongUse_SaysWhat(string line, string expected)
    {
        CliRun run = await CliRunner.RunAsync(["train", "x", "-o", "y", .. line.Split(' ')]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private async Task<CliRun> RunAsync(params string[] arguments)
    {
        _pictures.Write(Path.Combine("weights", "mobilenet_v2.meta"), [1]);
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        CliEnvironment environment = new() { Out = output, Error = error, In = TextReader.Null, StockTrainer = () => new MeanColourTrainer() };
        string[] all =
        [
            "train", _pictures.Folder, "-o", _pictures.PathOf("out"), "--trainer", "mlnet", "--mlnet-weights", _pictures.PathOf("weights"),
            "--backbone", _pictures.Backbone, "--crop", "32", "--validation", "0.33", "--no-cache", .. arguments,
        ];
        int exitCode = await CliApplication.RunAsync(all, environment, CancellationToken.None);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
