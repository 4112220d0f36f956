using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>Two classifiers on the same pictures.</summary>
/// <param name="Pictures">How many both answered.</param>
/// <param name="Both">Pictures that both have right.</param>
/// <param name="Gained">Pictures that only the first has right.</param>
/// <param name="Lost">Pictures that only the second has right.</param>
internal sealed record PairedComparison(long Pictures, long Both, long Gained, long Lost)
{
    /// <summary>Accuracy of the first less that of the second.</summary>
    public double Difference => (double)(Gained - Lost) / Pictures;

    /// <summary>The 95 % interval of <see cref="Difference"/>.</summary>
    public ConfidenceInterval Interval => PairedDifference.Newcombe(Both, Lost, Gained, Pictures - Both - Gained - Lost);

    /// <summary>Of the test of McNemar, two-sided.</summary>
    public double PValue => McNemarTest.Compute(Gained, Lost).PValue;

    /// <summary>Compares by picture, or gives null where the answers to single pictures are not known.</summary>
    public static PairedComparison? Of(EvaluationReport first, EvaluationReport second)
    {
        Dictionary<string, bool> others = new(StringComparer.Ordinal);
        foreach (PicturePrediction prediction in second.Predictions)
        {
            others[prediction.Path] = prediction.IsRight;
        }

        PicturePrediction[] shared = [.. first.Predictions.Where(prediction => others.ContainsKey(prediction.Path))];
        return shared.Length == 0
            ? null
            : new PairedComparison(
                shared.Length,
                shared.Count(prediction => prediction.IsRight && others[prediction.Path]),
                shared.Count(prediction => prediction.IsRight && !others[prediction.Path]),
                shared.Count(prediction => !prediction.IsRight && others[prediction.Path]));
    }

    /// <summary>Compares with always answering one class, which the confusion matrix alone allows.</summary>
    public static PairedComparison AgainstConstant(ClassificationMetrics metrics, int answer)
    {
        long right = Right(metrics);
        long hits = metrics.Confusion[answer][answer];
        return new PairedComparison(metrics.Images, hits, right - hits, metrics.Classes[answer].Support - hits);
    }

    /// <summary>Pictures that were answered correctly.</summary>
    public static long Right(ClassificationMetrics metrics) => Enumerable.Range(0, metrics.Classes.Count).Sum(index => metrics.Confusion[index][index]);
}
