using MLNetTransfer.Progress;

namespace MLNetTransfer.StockTraining;

/// <summary>ML.NET's own image trainer, as a run sees it. The adapter implements it where its packages are.</summary>
public interface IStockTrainer
{
    /// <summary>What it is, for instance <c>ML.NET 5.0.1</c>.</summary>
    string Description { get; }

    /// <summary>Trains a head.</summary>
    /// <param name="job">What is trained.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops at the next picture or epoch.</param>
    /// <returns>The model; the caller disposes of it.</returns>
    IStockModel Train(StockTrainingJob job, IProgressReporter progress, CancellationToken cancellationToken);
}
