using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>Two classifiers on the same pictures.</summary>
/// <param name="Pictures">How many both answered.</param>
/// <param name="Gained">Pictures that only the first has right.</param>
/// <param name="Lost">Pictures that only the second has right.</param>
internal sealed record PairedComparison(long Pictures, long Gained, long Lost)
{
    private const double NormalQuantile95 = 1.959963984540054;

    /// <summary>Accuracy of the first less that of the second.</summary>
    public double Difference => (double)(Gained - Lost) / Pictures;

    /// <summary>Lower end of the 95 % interval of <see cref="Difference"/>.</summary>
    public double Low => Centre - Half;

    /// <summary>Upper end of it.</summary>
    public double High => Centre + Half;

    /// <summary>Of the exact test of McNemar, two-sided.</summary>
    public double PValue => SignTest.TwoSided(Gained, Lost);

    // The adjusted Wald interval for paired shares (D. G. Bonett and R. M. Price, 2012): half a picture is added to each of the four outcomes.
    private double Centre => (double)(Gained - Lost) / (Pictures + 2);

    private double Half
    {
        get
        {
            double gained = (Gained + 1.0) / (Pictures + 2);
            double lost = (Lost + 1.0) / (Pictures + 2);
            return NormalQuantile95 * Math.Sqrt((gained + lost - ((gained - lost) * (gained - lost))) / (Pictures + 2));
        }
    }

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
                shared.Count(prediction => prediction.IsRight && !others[prediction.Path]),
                shared.Count(prediction => !prediction.IsRight && others[prediction.Path]));
    }

    /// <summary>Compares with always answering one class, which the confusion matrix alone allows.</summary>
    public static PairedComparison AgainstConstant(ClassificationMetrics metrics, int answer)
    {
        long right = Right(metrics);
        long hits = metrics.Confusion[answer][answer];
        return new PairedComparison(metrics.Images, right - hits, metrics.Classes[answer].Support - hits);
    }

    /// <summary>Pictures that were answered correctly.</summary>
    public static long Right(ClassificationMetrics metrics) => Enumerable.Range(0, metrics.Classes.Count).Sum(index => metrics.Confusion[index][index]);
}
