using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer;

/// <summary>Trains with ML.NET's own image trainer on the pictures that this program would train on, and then, where it is asked for, the whole network by this program's engine.</summary>
public static class StockLearning
{
    /// <summary>
    /// Reads and divides the pictures as <see cref="TransferLearning.Train(TransferOptions, IProgressReporter, CancellationToken)"/> does, trains, measures both parts in the same way, and writes
    /// <c>mlnet-model.zip</c> and <c>mlnet-metrics.json</c>. The test pictures are used for nothing but the evaluation.
    /// </summary>
    /// <param name="options">Folders, shares, seed and output; with <paramref name="goesOn"/> the run that follows as well.</param>
    /// <param name="stock">What ML.NET's trainer is to do.</param>
    /// <param name="goesOn">Whether <paramref name="options"/> is then trained by this program too, into the same folder.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="Datasets.DatasetException">The folders do not hold what is needed.</exception>
    /// <exception cref="Backbones.MissingModelException">The weights are not on this machine.</exception>
    /// <exception cref="Packaging.OutputException">The output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static StockLearningResult Train(
        TransferOptions options, StockTrainingOptions stock, bool goesOn, IStockTrainer trainer, IProgressReporter progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(progress);
        string[] problems = [.. options.Validate(), .. stock.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        StockLearningRun run = new(options, stock, trainer, progress, cancellationToken);
        StockLearningResult result = run.Execute();
        if (!goesOn)
        {
            return result;
        }

        TransferResult retrained = TransferLearning.Train(options, progress, cancellationToken);
        return run.Complete(result, retrained);
    }
}
