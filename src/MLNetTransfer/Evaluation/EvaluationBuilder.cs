using MLNetTransfer.Datasets;

namespace MLNetTransfer.Evaluation;

/// <summary>
/// Makes an <see cref="EvaluationReport"/> of predictions that come one by one. It keeps a line a picture, and the probabilities of all classes while pictures × classes
/// is at most <see cref="MaximumScores"/>; beyond that the curves are left out and the report says so.
/// </summary>
public sealed class EvaluationBuilder
{
    /// <summary>Most probabilities that are kept for the curves: 256 MiB.</summary>
    public const long MaximumScores = 64L << 20;

    private readonly string[] _classNames;
    private readonly EvaluationOptions _options;
    private readonly MetricsAccumulator _metrics;
    private readonly CalibrationAccumulator _calibration = new();
    private readonly List<PicturePrediction> _predictions = [];
    private readonly ScoreTable _scores;

    /// <summary>Makes an empty one.</summary>
    /// <param name="classNames">Names of the classes; at least one.</param>
    /// <param name="options">What is measured; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    public EvaluationBuilder(IReadOnlyList<string> classNames, EvaluationOptions? options = null)
        : this(classNames, options, MaximumScores)
    {
    }

    internal EvaluationBuilder(IReadOnlyList<string> classNames, EvaluationOptions? options, long maximumScores)
    {
        _options = options ?? new EvaluationOptions();
        if (_options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _metrics = new MetricsAccumulator(classNames, _options.TopCount);
        _classNames = [.. classNames];
        _scores = new ScoreTable(_classNames.Length, maximumScores);
    }

    /// <summary>Number of pictures so far.</summary>
    public int Images => _predictions.Count;

    /// <summary>Adds a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">Its actual class.</param>
    /// <param name="probabilities">One probability for each class.</param>
    /// <exception cref="ArgumentException">The label is no class, or these are not probabilities.</exception>
    public void Add(string path, int label, ReadOnlySpan<float> probabilities)
    {
        _metrics.Add(label, probabilities);
        int predicted = 0;
        for (int index = 1; index < probabilities.Length; index++)
        {
            predicted = probabilities[index] > probabilities[predicted] ? index : predicted;
        }

        _calibration.Add(label, predicted, probabilities);
        _predictions.Add(new PicturePrediction(path, label, predicted, probabilities[predicted], probabilities[label]));
        _scores.Add(probabilities);
    }

    /// <summary>The report of all pictures so far.</summary>
    /// <param name="skipped">Pictures that could not be evaluated.</param>
    /// <exception cref="InvalidOperationException">There is no picture yet.</exception>
    public EvaluationReport ToReport(IReadOnlyList<SkippedPicture> skipped) => new(_metrics.ToMetrics(), skipped)
    {
        Predictions = [.. _predictions],
        Calibration = _calibration.ToReport(),
        Curves = _scores.IsComplete ? Curves() : [],
        Rejection = RejectionCurve.Compute(_predictions),
        RejectionChoice = RejectionCurve.Choose(_predictions, _options.MaximumErrorRate),
        Notices = _scores.IsComplete
            ? []
            : [FormattableString.Invariant($"ROC and precision-recall curves are left out: {_predictions.Count} pictures of {_classNames.Length} classes are more probabilities than are kept at once.")],
    };

    private ClassCurves[] Curves()
    {
        float[] scores = new float[_scores.Rows];
        bool[] isOwn = new bool[_scores.Rows];
        ClassCurves[] curves = new ClassCurves[_classNames.Length];
        for (int label = 0; label < curves.Length; label++)
        {
            _scores.CopyColumn(label, scores);
            for (int row = 0; row < isOwn.Length; row++)
            {
                isOwn[row] = _predictions[row].Label == label;
            }

            curves[label] = OneAgainstOthers.Compute(_classNames[label], scores, isOwn);
        }

        return curves;
    }
}
