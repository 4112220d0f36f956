using Microsoft.ML.Vision;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.MLNet.Vision;

/// <summary>Tells what ML.NET's trainer reports, and stops it where the run was cancelled: its callback is the one place that may throw.</summary>
internal sealed class StockProgress(StockTrainingJob job, IProgressReporter progress, CancellationToken cancellationToken) : IDisposable
{
    private readonly IProgressTask _features = progress.Start("Features", job.Training.Count + job.Validation.Count, "pictures");
    private IProgressTask? _epochs;

    public void Receive(ImageClassificationTrainer.ImageClassificationMetrics metrics)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (metrics.Train is not ImageClassificationTrainer.TrainMetrics step)
        {
            _features.Advance();
            return;
        }

        if (_epochs is null)
        {
            _features.Dispose();
            _epochs = progress.Start("Head", job.Options.Epochs, "epochs");
        }

        if (step.DatasetUsed == ImageClassificationTrainer.ImageClassificationMetrics.Dataset.Train)
        {
            _epochs.Advance();
        }

        _epochs.Detail(FormattableString.Invariant($"{step.DatasetUsed.ToString().ToLowerInvariant()}: accuracy {step.Accuracy:0.0000}, loss {step.CrossEntropy:0.0000}"));
    }

    public void Dispose()
    {
        _features.Dispose();
        _epochs?.Dispose();
    }
}
