using MLNetTransfer.Datasets;
using MLNetTransfer.Inspection;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>The pictures of a run that have features, divided into training, validation and test.</summary>
internal sealed class RunData
{
    private const int ScarceClass = 5;
    private const int ScarcePart = 50;
    private const int MostListed = 8;

    private readonly FeatureCache _cache;
    private readonly Dictionary<IReadOnlyList<ExtractedPicture>, IReadOnlyList<SkippedPicture>> _skipped = [];

    private RunData(FeatureCache cache, IReadOnlyList<string> classNames)
    {
        _cache = cache;
        ClassNames = classNames;
    }

    public IReadOnlyList<string> ClassNames { get; }

    public required IReadOnlyList<ExtractedPicture> Training { get; init; }

    public required IReadOnlyList<ExtractedPicture>? Validation { get; init; }

    public required IReadOnlyList<ExtractedPicture>? Test { get; init; }

    public required bool ValidationWasTakenFromTraining { get; init; }

    /// <summary>Pictures that are given more than once: it is said, not mended.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Divides what was extracted by folder, and by share where there is no folder.</summary>
    /// <exception cref="DatasetException">A class has no picture that can be read.</exception>
    public static RunData Divide(DatasetSplit folders, ExtractedFeatures extracted, FeatureCache cache, TransferOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, ExtractedPicture> byPath = new(StringComparer.Ordinal);
        foreach (ExtractedPicture picture in extracted.Pictures)
        {
            byPath[picture.Item.Path] = picture;
        }

        ImageDataset readable = folders.Training with { Items = [.. folders.Training.Items.Where(item => byPath.ContainsKey(item.Path))] };
        RefuseClassesWithoutPictures(readable, extracted);
        RunCopies copies = RunCopies.Find(extracted.Pictures, options.Threads > 0 ? options.Threads : Environment.ProcessorCount, cancellationToken);
        bool takeValidation = folders.Validation is null && options.ValidationShare > 0;
        bool takeTest = folders.Test is null && options.TestShare > 0;
        DatasetSplit split = new(readable);
        if (takeValidation || takeTest)
        {
            split = DatasetSplit.Stratified(
                readable,
                takeValidation ? options.ValidationShare : 0,
                takeTest ? options.TestShare : 0,
                unchecked((ulong)options.Seed),
                [.. readable.Items.Select(item => copies.GroupOf(byPath[item.Path]))]);
        }

        IReadOnlyList<ExtractedPicture>? Find(ImageDataset? dataset) =>
            dataset is null ? null : [.. dataset.Items.Where(item => byPath.ContainsKey(item.Path)).Select(item => byPath[item.Path])];

        IReadOnlyList<ExtractedPicture> training = Find(split.Training)!;
        IReadOnlyList<ExtractedPicture>? validation = Find(folders.Validation ?? split.Validation);
        IReadOnlyList<ExtractedPicture>? test = Find(folders.Test ?? split.Test);
        RunData data = new(cache, folders.Training.Classes)
        {
            Training = training,
            Validation = validation,
            Test = test,
            ValidationWasTakenFromTraining = takeValidation,
            Findings = copies.Findings(folders, byPath),
            Warnings = ScarcityWarnings(folders.Training.Classes, training, validation, test),
        };
        data.Remember(data.Validation, folders.Validation, extracted);
        data.Remember(data.Test, folders.Test, extracted);
        return data;
    }

    public LabelledFeatures Labelled(IReadOnlyList<ExtractedPicture> pictures) => new(
        new CachedFeatureSource(_cache, [.. pictures.Select(picture => picture.Row)]),
        [.. pictures.Select(picture => picture.Item.ClassIndex)],
        ClassNames.Count);

    /// <summary>The pictures of the same folder that could not be used; none where a share was taken, since that was divided after reading.</summary>
    public IReadOnlyList<SkippedPicture> SkippedOf(IReadOnlyList<ExtractedPicture> part) => _skipped.GetValueOrDefault(part) ?? [];

    private void Remember(IReadOnlyList<ExtractedPicture>? part, ImageDataset? folder, ExtractedFeatures extracted)
    {
        if (part is not null && folder is not null)
        {
            HashSet<string> paths = new(folder.Items.Select(item => item.Path), StringComparer.Ordinal);
            _skipped[part] = [.. extracted.Skipped.Where(skipped => paths.Contains(skipped.Path))];
        }
    }

    private static void RefuseClassesWithoutPictures(ImageDataset readable, ExtractedFeatures extracted)
    {
        IReadOnlyList<int> counts = readable.CountByClass();
        string[] empty = [.. readable.Classes.Where((_, index) => counts[index] == 0)];
        if (empty.Length > 0)
        {
            string example = extracted.Skipped.Count > 0 ? $" For instance {extracted.Skipped[0].Path}: {extracted.Skipped[0].Reason}" : "";
            throw DatasetException.NoReadablePicture(readable.Root, empty, example);
        }
    }

    // Few pictures are no fault, but what is said about them is worth little.
    private static List<string> ScarcityWarnings(
        IReadOnlyList<string> classes, IReadOnlyList<ExtractedPicture> training, IReadOnlyList<ExtractedPicture>? validation, IReadOnlyList<ExtractedPicture>? test)
    {
        List<string> warnings = [];
        string[] scarce = [.. Counts(training).Select((count, label) => (count, label)).Where(pair => pair.count < ScarceClass).Select(pair => FormattableString.Invariant($"{classes[pair.label]} ({pair.count})"))];
        if (scarce.Length > 0)
        {
            warnings.Add(FormattableString.Invariant($"Classes with fewer than {ScarceClass} pictures to learn from: {List(scarce)}. What they look like can hardly be told from so few; add pictures, or leave them out."));
        }

        foreach ((string name, IReadOnlyList<ExtractedPicture>? part) in (ReadOnlySpan<(string, IReadOnlyList<ExtractedPicture>?)>)[("validation", validation), ("test", test)])
        {
            if (part is null or { Count: 0 })
            {
                continue;
            }

            string[] missing = [.. classes.Where((_, label) => Counts(part)[label] == 0)];
            if (missing.Length > 0)
            {
                warnings.Add($"Among the {name} pictures there is none of {List(missing)}: nothing tells how well {(missing.Length == 1 ? "it is" : "they are")} recognised.");
            }

            if (part.Count < ScarcePart)
            {
                warnings.Add(FormattableString.Invariant($"{part.Count} {name} picture{(part.Count == 1 ? "" : "s")} say little about accuracy; look at the interval, not at the figure."));
            }
        }

        return warnings;

        int[] Counts(IReadOnlyList<ExtractedPicture> part)
        {
            int[] counts = new int[classes.Count];
            foreach (ExtractedPicture picture in part)
            {
                counts[picture.Item.ClassIndex]++;
            }

            return counts;
        }
    }

    private static string List(string[] names) => names.Length <= MostListed ? string.Join(", ", names) : FormattableString.Invariant($"{string.Join(", ", names.Take(MostListed))} and {names.Length - MostListed} more");
}
