using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class EvaluationBuilderTests
{
    [Fact]
    public void ToReport_FourPictures_HasTheNumbersWorkedOutByHand()
    {
        EvaluationBuilder builder = new(["a", "b"], new EvaluationOptions { TopCount = 1, MaximumErrorRate = 0.34 });
        builder.Add("1.jpg", 0, [0.75f, 0.25f]);
        builder.Add("2.jpg", 0, [0.25f, 0.75f]);
        builder.Add("3.jpg", 1, [0.125f, 0.875f]);
        builder.Add("4.jpg", 1, [0.5f, 0.5f]);

        EvaluationReport report = builder.ToReport([]);

        Assert.Equal(4, builder.Images);
        Assert.Equal(new PicturePrediction("2.jpg", 0, 1, 0.75f, 0.25f), report.Predictions[1]);
        Assert.Equal([true, false, true, false], report.Predictions.Select(prediction => prediction.IsRight));
        Assert.Equal((1, 0.5, 1.0), (report.Metrics.TopCount, report.Metrics.TopAccuracy, report.Metrics.Top5));

        // Bins of 1/15: 0.5 falls into the 8th, both 0.75 into the 12th, 0.875 into the 14th.
        Assert.Equal(((0.5 - 0) + (2 * (0.75 - 0.5)) + (1 - 0.875)) / 4, report.Calibration!.ExpectedError, 1e-12);
        Assert.Equal(0.5, report.Calibration.MaximumError, 1e-12);
        Assert.Equal(((2 * 0.0625) + (2 * 0.5625) + (2 * 0.015625) + 0.5) / 4, report.Calibration.BrierScore, 1e-12);
        Assert.Equal([7, 11, 13], Enumerable.Range(0, 15).Where(bin => report.Calibration.Bins[bin].Count > 0));

        // The scores of a: own 0.75 and 0.25, others 0.125 and 0.5; three of the four pairs are in order.
        Assert.Equal(0.75, report.Curves[0].RocArea);
        Assert.Equal((0.5 * 1) + (0.5 * 2 / 3), report.Curves[0].AveragePrecision!.Value, 1e-12);
        Assert.Equal(0.75, report.MacroRocArea);
        Assert.Equal([new(0, 1, 0.5), new(0.5, 1, 0.5), new(0.75, 0.75, 1.0 / 3), new RejectionPoint(0.875, 0.25, 0)], report.Rejection);
        Assert.Equal(new RejectionChoice(0.34, 0.625, 0.75, 1.0 / 3, ConfidenceInterval.Wilson(1, 3)), report.RejectionChoice);
        Assert.Empty(report.Notices);
    }

    [Fact]
    public void ToReport_MoreProbabilitiesThanAreKept_LeavesCurvesOutAndSaysSo()
    {
        EvaluationBuilder builder = new(["a", "b"], null, maximumScores: 5);
        builder.Add("1.jpg", 0, [0.75f, 0.25f]);
        builder.Add("2.jpg", 1, [0.25f, 0.75f]);
        Assert.Equal(2, builder.ToReport([]).Curves.Count);

        builder.Add("3.jpg", 1, [0.25f, 0.75f]);
        EvaluationReport report = builder.ToReport([]);

        Assert.Empty(report.Curves);
        Assert.Null(report.MacroRocArea);
        Assert.Contains("left out: 3 pictures of 2 classes", Assert.Single(report.Notices), StringComparison.Ordinal);
        Assert.Equal(1, report.Metrics.Accuracy);
        Assert.Contains("\"rocArea\": null", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToReport_TwentyThousandPicturesOfFiftyClasses_HasCurvesThatAPlotCanShow()
    {
        const int Classes = 50;
        DeterministicRandom random = new(5);
        float[][] rows = [.. Enumerable.Range(0, 2000).Select(_ => TemperatureScaling.Probabilities([.. Enumerable.Range(0, Classes).Select(_ => 6 * random.NextSingle())], 1))];
        EvaluationBuilder builder = new([.. Enumerable.Range(0, Classes).Select(index => $"{index}")]);
        for (int picture = 0; picture < 20_000; picture++)
        {
            builder.Add("picture.jpg", picture % Classes, rows[picture % rows.Length]);
        }

        EvaluationReport report = builder.ToReport([]);

        Assert.Equal(Classes, report.Curves.Count);
        Assert.All(report.Curves, curve => Assert.InRange(curve.Roc.Count, 2, 202));
        Assert.InRange(report.Rejection.Count, 2, 202);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_NamesAll()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new EvaluationBuilder(["a", "b"], new EvaluationOptions { TopCount = 0, MaximumErrorRate = double.NaN }));

        Assert.Contains("expected at least 1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at most NaN; expected 0 to 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToReport_NoPicture_IsRefused() => Assert.Throws<InvalidOperationException>(() => new EvaluationBuilder(["a", "b"]).ToReport([]));
}
