using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed class FrequentMistakesTests
{
    // Of 4 pictures of a one is taken for b; of 2 of b one for c; of 3 of c two for a.
    private static readonly ClassificationMetrics Metrics = Of([(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0), (2, 0)]);

    [Fact]
    public void Of_Confusion_ComesByCountAndThenByShareOfTheClass() =>
        Assert.Equal([(2, 0, 2L), (1, 2, 1L), (0, 1, 1L)], FrequentMistakes.Of(Metrics, 5));

    [Fact]
    public void Of_MoreThanWanted_IsCut() => Assert.Equal([(2, 0, 2L)], FrequentMistakes.Of(Metrics, 1));

    private static ClassificationMetrics Of((int Actual, int Answer)[] pictures) => ClassificationMetrics.Compute(
        [.. pictures.Select(picture => picture.Actual)],
        [.. pictures.SelectMany(picture => Enumerable.Range(0, 3).Select(index => index == picture.Answer ? 1f : 0f))],
        ["a", "b", "c"]);
}
