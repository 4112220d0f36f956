using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;

namespace MLNetTransfer.StockTraining;

/// <summary>Measures a model of ML.NET's own trainer as every other model is measured.</summary>
internal static class StockEvaluation
{
    /// <param name="model">The model.</param>
    /// <param name="classes">The class names in the order of its probabilities.</param>
    /// <param name="pictures">Pictures that can be decoded; none gives null.</param>
    /// <param name="skipped">Those of the same part that cannot.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    public static EvaluationReport? Measure(
        IStockModel model,
        IReadOnlyList<string> classes,
        IReadOnlyList<ImageItem> pictures,
        IReadOnlyList<SkippedPicture> skipped,
        IProgressReporter progress,
        CancellationToken cancellationToken)
    {
        if (pictures.Count == 0)
        {
            return null;
        }

        MetricsAccumulator metrics = new(classes);
        List<PicturePrediction> predictions = [];
        using IProgressTask task = progress.Start("Evaluate", pictures.Count, "pictures");
        foreach (ImageItem item in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] probabilities = model.Score(StockPicture.Read(File.ReadAllBytes(item.Path)));
            metrics.Add(item.ClassIndex, probabilities);
            int predicted = Array.IndexOf(probabilities, probabilities.Max());
            predictions.Add(new PicturePrediction(item.Path, item.ClassIndex, predicted, probabilities[predicted], probabilities[item.ClassIndex]));
            task.Advance();
        }

        return new EvaluationReport(metrics.ToMetrics(), skipped) { Predictions = predictions };
    }
}
