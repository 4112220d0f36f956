using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer;

/// <summary>Two models on the same labelled pictures.</summary>
public sealed record ModelComparison
{
    /// <summary>A difference that chance gives less often than this counts as shown.</summary>
    public const double Significance = 0.05;

    /// <summary>The first model on the pictures.</summary>
    public required EvaluationReport First { get; init; }

    /// <summary>The second model on the pictures.</summary>
    public required EvaluationReport Second { get; init; }

    /// <summary>Pictures that both could read.</summary>
    public required long Images { get; init; }

    /// <summary>Pictures that both have right.</summary>
    public required long BothRight { get; init; }

    /// <summary>Pictures that both have wrong.</summary>
    public required long BothWrong { get; init; }

    /// <summary>Whether the pictures that only one has right could be chance.</summary>
    public required McNemarTest Test { get; init; }

    /// <summary>Accuracy of the second less that of the first.</summary>
    public required double Difference { get; init; }

    /// <summary>Newcombe's 95 % interval of <see cref="Difference"/> for paired shares.</summary>
    public required ConfidenceInterval DifferenceInterval { get; init; }

    /// <summary>Pictures with different answers: first those that only the first model has right, then those that only the second has, then those that both have wrong; the surest mistakes first in each.</summary>
    public required IReadOnlyList<ComparedPicture> Differences { get; init; }

    /// <summary>The verdict in a sentence, with A for the first model and B for the second.</summary>
    public string Verdict
    {
        get
        {
            string chance = FormattableString.Invariant($"p {Probability(Test.PValue)}, {Test.Method}");
            if (Test.PValue >= Significance)
            {
                return FormattableString.Invariant($"No difference that these {Images} pictures can show: {chance}.");
            }

            return FormattableString.Invariant($"{(Difference > 0 ? "B" : "A")} is better, by {100 * Math.Abs(Difference):0.0} points: {chance}.");
        }
    }

    /// <summary>Scans a folder for the classes that both models know.</summary>
    /// <param name="first">One model.</param>
    /// <param name="second">The other; its classes may have another order, and each may know more than the other.</param>
    /// <param name="folder">Folder with one sub-folder of pictures for each class.</param>
    /// <exception cref="ModelException">The models have no class in common.</exception>
    /// <exception cref="DatasetException">The folder cannot be used, or has classes that one of them does not know.</exception>
    public static ImageDataset Scan(ImageClassifier first, ImageClassifier second, string folder)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        string[] common = [.. first.ClassNames.Where(second.ClassNames.Contains)];
        return common.Length == 0
            ? throw new ModelException($"The models have no class in common: A knows {DatasetException.Names(first.ClassNames)}, B knows {DatasetException.Names(second.ClassNames)}.")
            : ImageFolder.Scan(folder, new ImageFolderOptions { KnownClasses = common });
    }

    /// <summary>Measures both and compares them picture by picture.</summary>
    /// <param name="first">One model.</param>
    /// <param name="second">The other.</param>
    /// <param name="dataset">Pictures of classes that both know, see <see cref="Scan"/>.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="DatasetException">One of the models does not know a class, or no picture can be read.</exception>
    public static ModelComparison Run(ImageClassifier first, ImageClassifier second, ImageDataset dataset, IProgressReporter progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Of(
            first.Evaluate(dataset, progress, cancellationToken), first.ClassNames, second.Evaluate(dataset, progress, cancellationToken), second.ClassNames);
    }

    /// <summary>Compares what two models gave for the same pictures; pictures that only one report has are left out.</summary>
    internal static ModelComparison Of(EvaluationReport first, IReadOnlyList<string> firstNames, EvaluationReport second, IReadOnlyList<string> secondNames)
    {
        Dictionary<string, PicturePrediction> others = second.Predictions.ToDictionary(prediction => prediction.Path, StringComparer.Ordinal);
        List<ComparedPicture> differences = [];
        long both = 0;
        long onlyFirst = 0;
        long onlySecond = 0;
        long neither = 0;
        foreach (PicturePrediction prediction in first.Predictions)
        {
            if (!others.TryGetValue(prediction.Path, out PicturePrediction? other))
            {
                continue;
            }

            both += prediction.IsRight && other.IsRight ? 1 : 0;
            onlyFirst += prediction.IsRight && !other.IsRight ? 1 : 0;
            onlySecond += !prediction.IsRight && other.IsRight ? 1 : 0;
            neither += !prediction.IsRight && !other.IsRight ? 1 : 0;
            ComparedPicture picture = new(
                prediction.Path,
                firstNames[prediction.Label],
                new LabelProbability(firstNames[prediction.Predicted], prediction.Confidence),
                new LabelProbability(secondNames[other.Predicted], other.Confidence));
            if (picture.First.Label != picture.Second.Label)
            {
                differences.Add(picture);
            }
        }

        long images = both + onlyFirst + onlySecond + neither;
        return new ModelComparison
        {
            First = first,
            Second = second,
            Images = images,
            BothRight = both,
            BothWrong = neither,
            Test = McNemarTest.Compute(onlyFirst, onlySecond),
            Difference = (double)(onlySecond - onlyFirst) / images,
            DifferenceInterval = PairedDifference.Newcombe(both, onlyFirst, onlySecond, neither),
            Differences = [.. differences.OrderBy(picture => picture.FirstIsRight ? 0 : picture.SecondIsRight ? 1 : 2).ThenByDescending(WrongConfidence)],
        };
    }

    private static float WrongConfidence(ComparedPicture picture) => Math.Max(
        picture.FirstIsRight ? 0 : picture.First.Probability,
        picture.SecondIsRight ? 0 : picture.Second.Probability);

    private static string Probability(double value) => value < 0.0001 ? "< 0.0001" : value.ToString("= 0.0000", System.Globalization.CultureInfo.InvariantCulture);
}
