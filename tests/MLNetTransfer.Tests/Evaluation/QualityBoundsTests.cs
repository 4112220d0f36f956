using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class QualityBoundsTests
{
    [Fact]
    public void Violations_EveryBoundTooHigh_NamesAllWithValueAndBound()
    {
        EvaluationReport report = Report();
        QualityBounds bounds = new()
        {
            MinimumAccuracy = 0.9,
            MinimumMacroF1 = 0.95,
            MinimumTopAccuracy = 0.99,
            MinimumClassRecall = 0.8,
            MaximumLogLoss = 0.1,
            MaximumCalibrationError = 0.01,
        };

        IReadOnlyList<QualityViolation> violations = bounds.Violations(report);

        Assert.Equal(
            [
                new(QualityFigure.Accuracy, 0.75, 0.9, null),
                new(QualityFigure.MacroF1, report.Metrics.MacroF1, 0.95, null),
                new(QualityFigure.TopAccuracy, 0.75, 0.99, null),
                new(QualityFigure.ClassRecall, 0.5, 0.8, "a"),
                new(QualityFigure.LogLoss, report.Metrics.LogLoss, 0.1, null),
                new QualityViolation(QualityFigure.CalibrationError, report.Calibration!.ExpectedError, 0.01, null),
            ],
            violations);
    }

    [Fact]
    public void Violations_ValuesAtTheBounds_AreNone()
    {
        EvaluationReport report = Report();
        QualityBounds bounds = new()
        {
            MinimumAccuracy = 0.75,
            MinimumMacroF1 = report.Metrics.MacroF1,
            MinimumTopAccuracy = 0.75,
            MinimumClassRecall = 0.5,
            MaximumLogLoss = report.Metrics.LogLoss,
            MaximumCalibrationError = report.Calibration!.ExpectedError,
        };

        Assert.Empty(bounds.Violations(report));
        Assert.True(bounds.AsksForSomething);
        Assert.False(new QualityBounds { UsesLowerEnd = true }.AsksForSomething);
    }

    [Fact]
    public void Violations_LowerEnd_IsComparedInsteadOfTheAccuracy()
    {
        QualityBounds bounds = new() { MinimumAccuracy = 0.7, UsesLowerEnd = true };

        QualityViolation violation = Assert.Single(bounds.Violations(Report()));

        Assert.Equal(new QualityViolation(QualityFigure.AccuracyLowerEnd, ConfidenceInterval.Wilson(3, 4).Low, 0.7, null), violation);
    }

    [Fact]
    public void Violations_CalibrationNotMeasured_IsABreachOnlyWhereItIsAskedFor()
    {
        EvaluationReport report = Report() with { Calibration = null };

        Assert.Empty(new QualityBounds { MinimumAccuracy = 0.5 }.Violations(report));
        Assert.True(double.IsNaN(Assert.Single(new QualityBounds { MaximumCalibrationError = 0.5 }.Violations(report)).Value));
    }

    private static EvaluationReport Report()
    {
        EvaluationBuilder builder = new(["a", "b", "c"], new EvaluationOptions { TopCount = 1 });
        builder.Add("1", 0, [0.9f, 0.1f, 0]);
        builder.Add("2", 0, [0.4f, 0.6f, 0]);
        builder.Add("3", 1, [0.2f, 0.8f, 0]);
        builder.Add("4", 1, [0.3f, 0.7f, 0]);
        return builder.ToReport([]);
    }
}
