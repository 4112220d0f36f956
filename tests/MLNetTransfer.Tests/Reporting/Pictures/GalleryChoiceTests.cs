using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Tests.Reporting.Pictures;

public sealed class GalleryChoiceTests
{
    private static readonly PicturePrediction[] Predictions =
    [
        new("a", 0, 0, 0.9f, 0.9f),
        new("b", 0, 1, 0.8f, 0.1f),
        new("c", 1, 0, 0.95f, 0.05f),
        new("d", 1, 1, 0.4f, 0.4f),
        new("e", 0, 1, 0.8f, 0.05f),
    ];

    [Fact]
    public void MostWrong_Predictions_ComeByConfidenceAndThenByWhatWasLeftForTheTruth() =>
        Assert.Equal(["c", "e", "b"], GalleryChoice.MostWrong(Predictions, 5).Select(each => each.Path));

    [Fact]
    public void LeastSure_Predictions_ComeByConfidenceRightOrWrong() =>
        Assert.Equal(["d", "b"], GalleryChoice.LeastSure(Predictions, 2).Select(each => each.Path));
}
