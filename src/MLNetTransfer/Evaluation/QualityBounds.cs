namespace MLNetTransfer.Evaluation;

/// <summary>What an evaluation must reach; what is null asks for nothing.</summary>
public sealed record QualityBounds
{
    /// <summary>Least accuracy.</summary>
    /// <value>0 to 1; default null.</value>
    public double? MinimumAccuracy { get; init; }

    /// <summary>Whether the lower end of the 95 % interval of the accuracy must reach <see cref="MinimumAccuracy"/>, and not only the accuracy itself: few pictures prove little.</summary>
    /// <value>Default false.</value>
    public bool UsesLowerEnd { get; init; }

    /// <summary>Least mean F1 of the classes.</summary>
    /// <value>0 to 1; default null.</value>
    public double? MinimumMacroF1 { get; init; }

    /// <summary>Least share of pictures whose class is among the <see cref="ClassificationMetrics.TopCount"/> most probable.</summary>
    /// <value>0 to 1; default null.</value>
    public double? MinimumTopAccuracy { get; init; }

    /// <summary>Least recall of every class that has pictures.</summary>
    /// <value>0 to 1; default null.</value>
    public double? MinimumClassRecall { get; init; }

    /// <summary>Largest log loss.</summary>
    /// <value>At least 0; default null.</value>
    public double? MaximumLogLoss { get; init; }

    /// <summary>Largest expected calibration error.</summary>
    /// <value>0 to 1; default null.</value>
    public double? MaximumCalibrationError { get; init; }

    /// <summary>Whether anything is asked for.</summary>
    public bool AsksForSomething =>
        (MinimumAccuracy ?? MinimumMacroF1 ?? MinimumTopAccuracy ?? MinimumClassRecall ?? MaximumLogLoss ?? MaximumCalibrationError) is not null;

    /// <summary>All bounds that a report breaks, with value and bound; empty when it keeps to all.</summary>
    /// <param name="report">What was measured.</param>
    public IReadOnlyList<QualityViolation> Violations(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ClassificationMetrics metrics = report.Metrics;
        List<QualityViolation> violations = [];
        void Least(QualityFigure figure, double value, double? bound, string? className = null)
        {
            if (bound is double least && !(value >= least))
            {
                violations.Add(new QualityViolation(figure, value, least, className));
            }
        }

        void Most(QualityFigure figure, double value, double? bound)
        {
            if (bound is double most && !(value <= most))
            {
                violations.Add(new QualityViolation(figure, value, most, null));
            }
        }

        Least(
            UsesLowerEnd ? QualityFigure.AccuracyLowerEnd : QualityFigure.Accuracy,
            UsesLowerEnd ? metrics.AccuracyInterval.Low : metrics.Accuracy,
            MinimumAccuracy);
        Least(QualityFigure.MacroF1, metrics.MacroF1, MinimumMacroF1);
        Least(QualityFigure.TopAccuracy, metrics.TopAccuracy, MinimumTopAccuracy);
        foreach (ClassMetrics item in metrics.Classes.Where(item => item.Support > 0))
        {
            Least(QualityFigure.ClassRecall, item.Recall, MinimumClassRecall, item.Name);
        }

        Most(QualityFigure.LogLoss, metrics.LogLoss, MaximumLogLoss);
        Most(QualityFigure.CalibrationError, report.Calibration?.ExpectedError ?? double.NaN, MaximumCalibrationError);
        return violations;
    }
}
