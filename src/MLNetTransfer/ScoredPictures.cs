using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer;

/// <summary>The logits that a model gives for labelled pictures, from which its report follows for any temperature.</summary>
internal sealed class ScoredPictures(IReadOnlyList<string> classNames, IReadOnlyList<SkippedPicture> skipped)
{
    private readonly List<(ImageItem Item, float[] Logits)> _rows = [];

    public int Count => _rows.Count;

    public void Add(ImageItem item, float[] logits) => _rows.Add((item, logits));

    /// <summary>The temperature that calibrates the model on these pictures.</summary>
    public double FitTemperature() => TemperatureScaling.Fit(
        _rows.SelectMany(row => row.Logits).ToArray(), _rows.Select(row => row.Item.ClassIndex).ToArray(), classNames.Count);

    /// <summary>The figures of the model as it was trained.</summary>
    public ClassificationMetrics ToMetrics()
    {
        MetricsAccumulator metrics = new(classNames);
        foreach ((ImageItem item, float[] logits) in _rows)
        {
            metrics.Add(item.ClassIndex, TemperatureScaling.Probabilities(logits, 1));
        }

        return metrics.ToMetrics();
    }

    public EvaluationReport ToReport(double temperature, EvaluationOptions options)
    {
        EvaluationBuilder builder = new(classNames, options);
        foreach ((ImageItem item, float[] logits) in _rows)
        {
            builder.Add(item.Path, item.ClassIndex, TemperatureScaling.Probabilities(logits, temperature));
        }

        return builder.ToReport(skipped);
    }
}
