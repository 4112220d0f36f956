using MLNetTransfer.Evaluation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class OneAgainstOthersTests
{
    [Theory]
    [InlineData(1, 40, 7)]
    [InlineData(2, 300, 11)]
    [InlineData(3, 300, 1_000_000)]
    [InlineData(4, 120, 1)]
    public void Compute_RandomScores_AreasAreTheirDefinitions(ulong seed, int count, int levels)
    {
        DeterministicRandom random = new(seed);
        bool[] isOwn = [.. Enumerable.Range(0, count).Select(index => index == 0 || random.NextInt32(3) == 0)];
        float[] scores = [.. isOwn.Select(own => (random.NextInt32(levels) + (own ? levels / 3 : 0)) / (2f * levels))];

        ClassCurves curves = OneAgainstOthers.Compute("a", [.. scores], [.. isOwn]);

        (float Score, bool IsOwn)[] pictures = [.. scores.Zip(isOwn)];
        double pairs = 0;
        double ordered = 0;
        foreach ((float own, _) in pictures.Where(picture => picture.IsOwn))
        {
            foreach ((float other, _) in pictures.Where(picture => !picture.IsOwn))
            {
                pairs++;
                ordered += own > other ? 1 : own == other ? 0.5 : 0;
            }
        }

        double precisions = 0;
        double before = 0;
        foreach (float threshold in scores.Distinct().OrderDescending())
        {
            double hits = pictures.Count(picture => picture.IsOwn && picture.Score >= threshold);
            double recall = hits / isOwn.Count(own => own);
            precisions += (recall - before) * hits / pictures.Count(picture => picture.Score >= threshold);
            before = recall;
        }

        Assert.Equal(ordered / pairs, curves.RocArea!.Value, 1e-12);
        Assert.Equal(precisions, curves.AveragePrecision!.Value, 1e-12);
        Assert.Equal(Area(curves.Roc), curves.RocArea.Value, 0.01);
        Assert.Equal((new CurvePoint(0, 0), new CurvePoint(1, 1)), (curves.Roc[0], curves.Roc[^1]));
        Assert.All(curves.Roc.Zip(curves.Roc.Skip(1)), pair => Assert.True(pair.Second.X >= pair.First.X && pair.Second.Y >= pair.First.Y));
        Assert.All(curves.PrecisionRecall.Zip(curves.PrecisionRecall.Skip(1)), pair => Assert.True(pair.Second.X > pair.First.X));
        Assert.All(curves.PrecisionRecall, point => Assert.Equal(
            pictures.OrderByDescending(picture => picture.Score).GroupBy(picture => picture.Score).Select(group => group.Key)
                .Select(threshold => pictures.Where(picture => picture.Score >= threshold).ToArray())
                .Where(answered => Math.Abs(((double)answered.Count(picture => picture.IsOwn) / isOwn.Count(own => own)) - point.X) < 1e-9)
                .Max(answered => answered.Count(picture => picture.IsOwn) / (double)answered.Length),
            point.Y,
            1e-9));
    }

    [Fact]
    public void Compute_OneSideMissing_HasNoArea()
    {
        ClassCurves none = OneAgainstOthers.Compute("a", [0.5f, 0.25f], [false, false]);
        ClassCurves all = OneAgainstOthers.Compute("a", [0.5f, 0.25f], [true, true]);

        Assert.Equal((null, null, 0, 0), (none.RocArea, none.AveragePrecision, none.Roc.Count, none.PrecisionRecall.Count));
        Assert.Equal((null, 1.0, 0, 2), (all.RocArea, all.AveragePrecision, all.Roc.Count, all.PrecisionRecall.Count));
    }

    [Fact]
    public void Compute_PerfectScores_GoThroughTheCorner()
    {
        ClassCurves curves = OneAgainstOthers.Compute("a", [0.9f, 0.8f, 0.2f, 0.1f], [true, true, false, false]);

        Assert.Equal((1.0, 1.0), (curves.RocArea, curves.AveragePrecision));
        Assert.Equal([new(0, 0), new(0, 1), new CurvePoint(1, 1)], curves.Roc);
    }

    private static double Area(IReadOnlyList<CurvePoint> points) =>
        points.Zip(points.Skip(1)).Sum(pair => (pair.Second.X - pair.First.X) * (pair.Second.Y + pair.First.Y) / 2);
}
