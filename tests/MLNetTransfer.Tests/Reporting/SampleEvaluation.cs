using System.Globalization;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Tests.Reporting;

/// <summary>A simulated classifier, and its evaluation by the definitions: slow and plain.</summary>
internal static class SampleEvaluation
{
    /// <summary>Evaluates a classifier that is as good as it is told to be.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="pictures">Pictures in all.</param>
    /// <param name="strength">0 knows nothing; at 4 most answers are right.</param>
    /// <param name="seed">Seed of the simulation; pictures of the same number have the same labels whatever the seed.</param>
    public static EvaluationReport Create(IReadOnlyList<string> classes, int pictures, double strength, int seed = 1)
    {
        Random random = new(seed);
        int[] labels = [.. Enumerable.Range(0, pictures).Select(picture => picture % classes.Count)];
        float[] probabilities = new float[pictures * classes.Count];
        for (int picture = 0; picture < pictures; picture++)
        {
            Span<float> row = probabilities.AsSpan(picture * classes.Count, classes.Count);
            double sum = 0;
            for (int index = 0; index < row.Length; index++)
            {
                double near = Math.Abs(index - labels[picture]) == 1 ? 0.4 : 0;
                double logit = (index == labels[picture] ? strength : strength * near) + (2 * (random.NextDouble() + random.NextDouble() - 1));
                row[index] = (float)Math.Exp(1.5 * logit);
                sum += row[index];
            }

            for (int index = 0; index < row.Length; index++)
            {
                row[index] = (float)(row[index] / sum);
            }
        }

        return Of(classes, labels, probabilities);
    }

    /// <summary>The evaluation of given probabilities.</summary>
    public static EvaluationReport Of(IReadOnlyList<string> classes, int[] labels, float[] probabilities)
    {
        PicturePrediction[] predictions = [.. labels.Select((label, picture) => Predict(classes, label, picture, probabilities.AsSpan(picture * classes.Count, classes.Count)))];
        return new EvaluationReport(ClassificationMetrics.Compute(labels, probabilities, classes), [])
        {
            Predictions = predictions,
            Calibration = Calibrate(predictions),
            Curves = [.. classes.Select((name, index) => Curve(name, [.. labels.Select((label, picture) => (label == index, probabilities[(picture * classes.Count) + index]))]))],
            Rejection = [.. Enumerable.Range(0, 101).Select(step => Reject(predictions, step / 100.0))],
        };
    }

    private static PicturePrediction Predict(IReadOnlyList<string> classes, int label, int picture, ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int index = 1; index < row.Length; index++)
        {
            best = row[index] > row[best] ? index : best;
        }

        return new PicturePrediction($"pictures/{classes[label]}/{picture.ToString("0000", CultureInfo.InvariantCulture)}.jpg", label, best, row[best], row[label]);
    }

    private static CalibrationReport Calibrate(PicturePrediction[] predictions)
    {
        CalibrationBin[] bins = [.. Enumerable.Range(0, 15).Select(index =>
        {
            (double low, double high) = (index / 15.0, (index + 1) / 15.0);
            PicturePrediction[] inside = [.. predictions.Where(each => each.Confidence > low && each.Confidence <= high)];
            return new CalibrationBin(low, high, inside.Length, inside.Select(each => (double)each.Confidence).DefaultIfEmpty().Average(), inside.Select(each => each.IsRight ? 1.0 : 0).DefaultIfEmpty().Average());
        })];
        double error = bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / predictions.Length;
        return new CalibrationReport(error, bins.Where(bin => bin.Count > 0).Max(bin => Math.Abs(bin.Accuracy - bin.Confidence)), 0.25, bins);
    }

    private static ClassCurves Curve(string name, (bool IsClass, float Score)[] scored)
    {
        int positives = scored.Count(each => each.IsClass);
        int negatives = scored.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return new ClassCurves(name, null, null, [], []);
        }

        List<CurvePoint> roc = [new(0, 0)];
        List<CurvePoint> precisionRecall = [];
        (int right, int wrong) = (0, 0);
        (double area, double precision) = (0, 0);
        foreach ((bool isClass, float _) in scored.OrderByDescending(each => each.Score))
        {
            (right, wrong) = isClass ? (right + 1, wrong) : (right, wrong + 1);
            area += isClass ? 0 : (double)right / positives / negatives;
            precision += isClass ? (double)right / (right + wrong) / positives : 0;
            roc.Add(new((double)wrong / negatives, (double)right / positives));
            precisionRecall.Add(new((double)right / positives, (double)right / (right + wrong)));
        }

        return new ClassCurves(name, area, precision, Thin(roc), Thin(precisionRecall));
    }

    private static CurvePoint[] Thin(List<CurvePoint> points) => [.. points.Where((_, index) => index % Math.Max(1, points.Count / 100) == 0 || index == points.Count - 1)];

    private static RejectionPoint Reject(PicturePrediction[] predictions, double threshold)
    {
        PicturePrediction[] answered = [.. predictions.Where(each => each.Confidence >= threshold)];
        return new RejectionPoint(threshold, (double)answered.Length / predictions.Length, answered.Length == 0 ? 0 : (double)answered.Count(each => !each.IsRight) / answered.Length);
    }
}
