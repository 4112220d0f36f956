using MLNetTransfer.Backbones;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.Cli.Commands;

// ML.NET's own trainer, where this program was built with it.
internal static class StockTrainers
{
#if WITH_MLNET_VISION
    internal static IStockTrainer Create() => new MLNet.Vision.StockImageTrainer();
#else
    internal static IStockTrainer Create() => throw new MissingModelException(
        "This program was built without ML.NET's own image trainer: the packages Microsoft.ML.Vision 5.0.1 and SciSharp.TensorFlow.Redist 2.16.0 were not on the package source. Build it where they are (dotnet build MLNetTransfer.sln; no switch is needed), or train without --trainer mlnet.");
#endif
}
