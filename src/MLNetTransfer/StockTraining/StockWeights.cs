using MLNetTransfer.Backbones;

namespace MLNetTransfer.StockTraining;

/// <summary>Finds the weights of ML.NET's networks. ML.NET downloads them during training; nothing is downloaded unasked here.</summary>
public static class StockWeights
{
    // ResourceManagerUtils of ML.NET 5.0.1 and its folder "meta".
    private const string Published = "https://aka.ms/mlnet-resources/meta/";

    /// <summary>The folder in which ML.NET itself keeps them.</summary>
    public static string DefaultFolder => Path.Combine(Path.GetTempPath(), "MLNET");

    /// <summary>Finds a file of weights.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="folder">Where they are; null for <see cref="DefaultFolder"/>.</param>
    /// <exception cref="MissingModelException">They are not there; the message says what to do.</exception>
    public static string Find(StockArchitecture architecture, string? folder)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        string path = Path.Combine(folder ?? DefaultFolder, architecture.WeightsFile);
        return new FileInfo(path) is { Exists: true, Length: > 0 }
            ? path
            : throw new MissingModelException(
                $"The weights of {architecture.Name} for ML.NET's trainer are not on this machine: expected '{path}'. Nothing is downloaded unasked; get {Published}{architecture.WeightsFile} and name its folder with --mlnet-weights.");
    }
}
