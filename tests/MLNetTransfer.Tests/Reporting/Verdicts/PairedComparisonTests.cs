using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Tests.Reporting.Verdicts;

public sealed class PairedComparisonTests
{
    [Fact]
    public void Of_TwoReports_CountsPictureByPicture()
    {
        EvaluationReport first = SampleEvaluation.Create(["a", "b", "c"], 300, 3, 1);
        EvaluationReport second = SampleEvaluation.Create(["a", "b", "c"], 200, 1, 2);

        PairedComparison paired = PairedComparison.Of(first, second)!;

        long gained = 0;
        long lost = 0;
        for (int picture = 0; picture < 200; picture++)
        {
            gained += first.Predictions[picture].IsRight && !second.Predictions[picture].IsRight ? 1 : 0;
            lost += !first.Predictions[picture].IsRight && second.Predictions[picture].IsRight ? 1 : 0;
        }

        Assert.Equal((200, gained, lost), (paired.Pictures, paired.Gained, paired.Lost));
        Assert.Null(PairedComparison.Of(first, new EvaluationReport(second.Metrics, [])));
    }

    [Fact]
    public void AgainstConstant_Metrics_EqualsThePairedCountOfTheConstantAnswer()
    {
        EvaluationReport report = SampleEvaluation.Create(["a", "b", "c"], 100, 2);

        PairedComparison paired = PairedComparison.AgainstConstant(report.Metrics, 1);

        Assert.Equal(report.Predictions.Count(each => each.IsRight && each.Label != 1), paired.Gained);
        Assert.Equal(report.Predictions.Count(each => !each.IsRight && each.Label == 1), paired.Lost);
        Assert.Equal(report.Metrics.Accuracy - (report.Metrics.Classes[1].Support / 100.0), paired.Difference, 12);
    }

    [Theory]
    [InlineData(0.05, 0.02)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.01, 0)]
    public void Interval_SimulatedPairs_HoldsTheTrueDifferenceAsOftenAsItSays(double gain, double loss)
    {
        const int Runs = 4000;
        const int Pictures = 120;
        Random random = new(7);
        int held = 0;
        for (int run = 0; run < Runs; run++)
        {
            int gained = 0;
            int lost = 0;
            int both = 0;
            for (int picture = 0; picture < Pictures; picture++)
            {
                double drawn = random.NextDouble();
                gained += drawn < gain ? 1 : 0;
                lost += drawn > 1 - loss ? 1 : 0;
                both += drawn >= gain && drawn < (gain + 1 - loss) / 2 ? 1 : 0;
            }

            PairedComparison paired = new(Pictures, both, gained, lost);
            held += paired.Interval.Low <= gain - loss && gain - loss <= paired.Interval.High ? 1 : 0;
        }

        Assert.InRange((double)held / Runs, 0.935, 1);
    }
}
