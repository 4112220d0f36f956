using System.CommandLine;
using MLNetTransfer.Cli.Commands;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class TuningSwitchesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("builtin")]
    [InlineData("mobilenetv2")]
    [InlineData("networks/other.onnx")]
    public void Read_PretrainedBackbone_HasTheRatesOfFineTuning(string? backbone) => Assert.Equal(new FineTuningOptions(), Read(backbone).FineTuning);

    [Theory]
    [InlineData("resnet18-random")]
    [InlineData("mobilenetv2-0.35-random")]
    public void Read_RandomWeights_HasTheRatesOfThese(string backbone) => Assert.Equal(FineTuningOptions.FromScratch, Read(backbone).FineTuning);

    [Fact]
    public void Read_ModeScratch_HasTheRatesOfRandomWeights() => Assert.Equal(FineTuningOptions.FromScratch, Read(null, "--mode", "scratch").FineTuning);

    [Fact]
    public void Read_ThenScratch_HasTheRatesOfRandomWeights() => Assert.Equal(FineTuningOptions.FromScratch, Read(null, "scratch", []).FineTuning);

    [Fact]
    public void Read_GivenRate_GoesBeforeTheDefault() => Assert.Equal(0.01, Read("resnet18-random", "--rate", "0.01").FineTuning!.Rate);

    private static TransferOptions Read(string? backbone, params string[] arguments) => Read(backbone, null, arguments);

    private static TransferOptions Read(string? backbone, string? then, string[] arguments)
    {
        TuningSwitches switches = new();
        Command command = new("train");
        switches.AddTo(command);
        return switches.Read(command.Parse(arguments), then, new TransferOptions { TrainFolder = "photos", OutputFolder = "out", Backbone = backbone });
    }
}
