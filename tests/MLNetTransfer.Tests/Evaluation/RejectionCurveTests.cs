using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class RejectionCurveTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Choose_RandomPredictions_IsTheLeastThresholdThatKeepsToTheRate(double rate)
    {
        PicturePrediction[] predictions = Random(500, 17);

        RejectionChoice choice = RejectionCurve.Choose(predictions, rate);

        double[] candidates = [0, .. predictions.Select(prediction => (double)prediction.Confidence).Distinct().Order()];
        double[] good = [.. candidates.Where(threshold => ErrorRate(predictions, threshold) <= rate)];
        if (good.Length == 0)
        {
            Assert.Null(choice.Threshold);
            return;
        }

        Assert.Equal(Answered(predictions, good[0]), choice.Answered, 1e-12);
        Assert.Equal(ErrorRate(predictions, good[0]), choice.ErrorRate, 1e-12);
        Assert.Equal(choice.Answered, Answered(predictions, choice.Threshold!.Value), 1e-12);
        RejectionPoint point = RejectionCurve.At(predictions, choice.Threshold.Value);
        Assert.Equal((choice.Answered, choice.ErrorRate), (point.Answered, point.ErrorRate));
        Assert.InRange(choice.ErrorRate, choice.ErrorInterval!.Value.Low, choice.ErrorInterval.Value.High);
    }

    [Fact]
    public void Choose_SurestAnswerIsWrong_CannotBeReached()
    {
        PicturePrediction[] predictions = [new("a", 0, 1, 0.9f, 0.1f), new("b", 0, 0, 0.8f, 0.8f), new("c", 0, 0, 0.7f, 0.7f)];

        Assert.Equal(new RejectionChoice(0.2, null, 0, 0, null), RejectionCurve.Choose(predictions, 0.2));
        Assert.Equal(0, RejectionCurve.Choose(predictions, 0.34).Threshold);
    }

    [Fact]
    public void Compute_ManyPictures_IsThinnedAndKeepsItsEnds()
    {
        PicturePrediction[] predictions = Random(5000, 3);

        IReadOnlyList<RejectionPoint> points = RejectionCurve.Compute(predictions);

        Assert.InRange(points.Count, 150, 202);
        Assert.Equal((0.0, 1.0, ErrorRate(predictions, 0)), (points[0].Threshold, points[0].Answered, points[0].ErrorRate));
        Assert.Equal(predictions.Max(prediction => prediction.Confidence), points[^1].Threshold);
        Assert.All(points, point => Assert.Equal((Answered(predictions, point.Threshold), ErrorRate(predictions, point.Threshold)), (point.Answered, point.ErrorRate)));
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First.Threshold < pair.Second.Threshold && pair.First.Answered >= pair.Second.Answered));
    }

    [Fact]
    public void Choose_RateOutOfRange_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RejectionCurve.Choose([new("a", 0, 0, 1, 1)], 1.5));

    private static double Answered(PicturePrediction[] predictions, double threshold) => predictions.Count(item => item.Confidence >= threshold) / (double)predictions.Length;

    private static double ErrorRate(PicturePrediction[] predictions, double threshold)
    {
        double answered = predictions.Count(item => item.Confidence >= threshold);
        return answered == 0 ? 0 : predictions.Count(item => item.Confidence >= threshold && !item.IsRight) / answered;
    }

    private static PicturePrediction[] Random(int count, ulong seed)
    {
        DeterministicRandom random = new(seed);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            float confidence = 0.5f + (random.NextInt32(2000) / 4000f);
            return new PicturePrediction($"{index}", 0, random.NextSingle() < confidence ? 0 : 1, confidence, confidence);
        })];
    }
}
