using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting.Pictures;

/// <summary>Which pictures are worth a look.</summary>
public static class GalleryChoice
{
    /// <summary>Wrong answers, those first that were given with the most confidence.</summary>
    /// <param name="predictions">All pictures.</param>
    /// <param name="count">At most so many.</param>
    public static IReadOnlyList<PicturePrediction> MostWrong(IEnumerable<PicturePrediction> predictions, int count) =>
    [
        .. predictions.Where(prediction => !prediction.IsRight)
            .OrderByDescending(prediction => prediction.Confidence)
            .ThenBy(prediction => prediction.LabelProbability)
            .ThenBy(prediction => prediction.Path, StringComparer.Ordinal)
            .Take(count),
    ];

    /// <summary>Answers, right or wrong, that were given with the least confidence.</summary>
    /// <inheritdoc cref="MostWrong"/>
    public static IReadOnlyList<PicturePrediction> LeastSure(IEnumerable<PicturePrediction> predictions, int count) =>
        [.. predictions.OrderBy(prediction => prediction.Confidence).ThenBy(prediction => prediction.Path, StringComparer.Ordinal).Take(count)];
}
