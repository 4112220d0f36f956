using MLNetTransfer.Evaluation;
using MLNetTransfer.Inspection;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Tests.Reporting.Verdicts;

public sealed class VerdictTests
{
    [Fact]
    public void Of_ModelThatGuesses_SaysThatItIsNoBetterThanOneAnswer()
    {
        Verdict verdict = Verdict.Of(Data(SampleEvaluation.Create(["cats", "dogs"], 200, 0)))!;

        Assert.Equal(VerdictLevel.NoBetter, verdict.Level);
        Assert.StartsWith("No better than always answering 'cats'", verdict.Headline.ToString(), StringComparison.Ordinal);
        Assert.Contains("Do not use this model", verdict.Reservations[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ModelThatIsMostlyWrong_SaysThatItIsWorse()
    {
        Verdict verdict = Verdict.Of(Data(SampleEvaluation.Create(["cats", "dogs"], 200, -3)))!;

        Assert.Equal(VerdictLevel.Worse, verdict.Level);
        Assert.Equal("Worse than always answering 'cats'.", verdict.Headline.ToString());
        Assert.EndsWith("The model has no lead over that answer.", verdict.Summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ModelThatAlwaysAnswersTheLargestClass_IsNoBetterThoughItsAccuracyIsHigh()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(picture => picture < 180 ? 1 : 0)];

        Verdict verdict = Verdict.Of(Data(SampleEvaluation.Of(["rare", "common"], labels, [.. labels.SelectMany(_ => (float[])[0.1f, 0.9f])])))!;

        Assert.Equal(VerdictLevel.NoBetter, verdict.Level);
        Assert.Contains("'common'", verdict.Headline.ToString(), StringComparison.Ordinal);
        Assert.Equal(0.9, verdict.BaselineAccuracy, 12);
        Assert.Equal(1, verdict.BaselinePValue, 12);
        Assert.Contains(verdict.Reservations, sentence => sentence.ToString() == "Never recognised: rare.");
    }

    [Fact]
    public void Of_GoodModelOnManyTestPictures_IsUsefulWithNumberAndInterval()
    {
        EvaluationReport report = SampleEvaluation.Create(["a", "b", "c"], 600, 4);

        Verdict verdict = Verdict.Of(Data(report))!;

        Assert.Equal(VerdictLevel.Useful, verdict.Level);
        Assert.Contains(FormattableString.Invariant($"{report.Metrics.Accuracy * 100:0.0} %"), verdict.Headline.ToString(), StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"95 % interval {report.Metrics.AccuracyInterval.Low * 100:0.0} % to"), verdict.Summary.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.Reservations, sentence => sentence.ToString().Contains("few", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Of_FewPictures_SaysSo()
    {
        Verdict verdict = Verdict.Of(Data(SampleEvaluation.Create(["a", "b"], 40, 5)))!;

        Assert.Equal(VerdictLevel.Doubtful, verdict.Level);
        Assert.Contains(verdict.Reservations, sentence => sentence.ToString().StartsWith("40 pictures are few", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ValidationOnly_SaysSo()
    {
        Verdict verdict = Verdict.Of(Data(null) with { Validation = SampleEvaluation.Create(["a", "b"], 400, 4) })!;

        Assert.Equal(VerdictLevel.Doubtful, verdict.Level);
        Assert.Contains(verdict.Reservations, sentence => sentence.ToString().StartsWith("There were no test pictures", StringComparison.Ordinal));
        Assert.Contains("validation pictures", verdict.Headline.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TestFarBelowValidation_SaysSo()
    {
        ReportData data = Data(SampleEvaluation.Create(["a", "b"], 400, 1)) with { Validation = SampleEvaluation.Create(["a", "b"], 400, 5) };

        Assert.Contains(Verdict.Of(data)!.Reservations, sentence => sentence.ToString().StartsWith("On the validation pictures the accuracy is", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_FaultInTheData_MakesItDoubtful()
    {
        ReportData data = Data(SampleEvaluation.Create(["a", "b"], 400, 4)) with { Findings = [new Finding("leak", FindingSeverity.Error, "Copies.", [])] };

        Assert.Equal(VerdictLevel.Doubtful, Verdict.Of(data)!.Level);
    }

    [Fact]
    public void Of_NothingEvaluated_IsNull() => Assert.Null(Verdict.Of(Data(null)));

    // Where a model is as good as one answer, it is called better in at most one of twenty cases.
    [Fact]
    public void Of_ManyModelsThatGuess_AreSeldomCalledBetter()
    {
        int better = Enumerable.Range(0, 400).Count(seed => Verdict.Of(Data(SampleEvaluation.Create(["a", "b"], 120, 0, seed + 1)))!.Level is VerdictLevel.Useful or VerdictLevel.Doubtful);

        Assert.InRange(better, 0, 34);
    }

    private static ReportData Data(EvaluationReport? test) => new() { Title = "t", Backbone = "b", Test = test };
}
