namespace MLNetTransfer.Evaluation;

/// <summary>
/// What answering only above a confidence gains and costs (C. K. Chow, "On optimum recognition error and reject tradeoff", 1970): the higher the threshold, the fewer
/// pictures get an answer and the fewer answers are wrong.
/// </summary>
public static class RejectionCurve
{
    private const int PlotPoints = 200;

    /// <summary>The curve, rising by threshold, thinned to what a plot can show. It begins with the threshold 0, where every picture is answered.</summary>
    /// <param name="predictions">At least one.</param>
    public static IReadOnlyList<RejectionPoint> Compute(IReadOnlyList<PicturePrediction> predictions)
    {
        Step[] steps = Steps(predictions);
        List<RejectionPoint> points = [.. steps.Select(step => new RejectionPoint(step.Confidence, Share(step.Answered, predictions.Count), Share(step.Wrong, step.Answered)))];
        points.Add(points[^1] with { Threshold = 0 });
        points.Reverse();
        return CurveThinning.Thin(points, point => 1 - point.Answered, PlotPoints);
    }

    /// <summary>
    /// The least threshold whose answers are wrong at most so often. It lies halfway between the confidences on its two sides, so that the last digits of a
    /// probability decide nothing.
    /// </summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="maximumErrorRate">0 to 1.</param>
    public static RejectionChoice Choose(IReadOnlyList<PicturePrediction> predictions, double maximumErrorRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumErrorRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumErrorRate, 1);
        Step[] steps = Steps(predictions);
        int chosen = Array.FindLastIndex(steps, step => Share(step.Wrong, step.Answered) <= maximumErrorRate);
        if (chosen < 0)
        {
            return new RejectionChoice(maximumErrorRate, null, 0, 0, null);
        }

        Step last = steps[chosen];
        return new RejectionChoice(
            maximumErrorRate,
            chosen == steps.Length - 1 ? 0 : ((double)last.Confidence + steps[chosen + 1].Confidence) / 2,
            Share(last.Answered, predictions.Count),
            Share(last.Wrong, last.Answered),
            ConfidenceInterval.Wilson(last.Wrong, last.Answered));
    }

    /// <summary>What a given threshold does.</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="threshold">Least confidence of an answer.</param>
    public static RejectionPoint At(IReadOnlyList<PicturePrediction> predictions, double threshold)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        long answered = predictions.LongCount(prediction => prediction.Confidence >= threshold);
        long wrong = predictions.LongCount(prediction => prediction.Confidence >= threshold && !prediction.IsRight);
        return new RejectionPoint(threshold, Share(answered, predictions.Count), Share(wrong, answered));
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    // What is answered and wrong with each confidence as the threshold, from the highest confidence down.
    private static Step[] Steps(IReadOnlyList<PicturePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfZero(predictions.Count, nameof(predictions));
        float[] confidences = [.. predictions.Select(prediction => prediction.Confidence)];
        bool[] isRight = [.. predictions.Select(prediction => prediction.IsRight)];
        Array.Sort(confidences, isRight);
        List<Step> steps = [];
        long wrong = 0;
        for (int index = confidences.Length - 1; index >= 0; index--)
        {
            wrong += isRight[index] ? 0 : 1;
            if (index == 0 || confidences[index - 1] < confidences[index])
            {
                steps.Add(new Step(confidences[index], confidences.Length - index, wrong));
            }
        }

        return [.. steps];
    }

    private readonly record struct Step(float Confidence, long Answered, long Wrong);
}
