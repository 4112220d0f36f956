using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>Looks for wrong labels: probabilities by a model that has not learnt from the picture, judged by <see cref="ConfidentLearning"/>.</summary>
internal sealed class LabelReview(MislabelledOptions options, int threads, IProgressReporter progress, CancellationToken cancellationToken)
{
    /// <summary>The suspects, the surest first, and the share of all labels that is probably wrong.</summary>
    public (IReadOnlyList<SuspectLabel> Suspects, double Share) Run(InspectionReport report)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Folds, 2);
        InspectedPicture[] pictures = [.. report.Pictures.Where(picture => picture.IsReadable)];

        // A class that not every part has a picture of cannot be judged.
        string[] classes = [.. pictures.CountBy(picture => picture.ClassName, StringComparer.Ordinal).Where(pair => pair.Value >= options.Folds).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        pictures = [.. pictures.Where(picture => classes.Contains(picture.ClassName))];
        if (classes.Length < 2)
        {
            return ([], 0);
        }

        return options.Model is string model ? ByModel(model, pictures) : ByFolds(pictures, classes, report.Duplicates);
    }

    private (IReadOnlyList<SuspectLabel> Suspects, double Share) ByModel(string model, InspectedPicture[] pictures)
    {
        using ImageClassifier classifier = ImageClassifier.Load(model, new ImageClassifierOptions { Threads = threads });
        string[] classes = [.. classifier.ClassNames];
        string[] unknown = [.. pictures.Select(picture => picture.ClassName).Distinct(StringComparer.Ordinal).Except(classes)];
        if (unknown.Length > 0)
        {
            throw DatasetException.UnknownClasses("The inspected folder", unknown, classes);
        }

        using IProgressTask task = progress.Start("Labels", pictures.Length, "pictures");
        ClassificationResult[] answers = [.. classifier.ClassifyAll(pictures.Select(picture => picture.Path), classes.Length, task, cancellationToken)];
        float[][] probabilities = new float[pictures.Length][];
        for (int index = 0; index < answers.Length; index++)
        {
            float[] row = new float[classes.Length];
            foreach (LabelProbability each in answers[index].Top)
            {
                row[Array.IndexOf(classes, each.Label)] = each.Probability;
            }

            probabilities[index] = row;
        }

        return Judge(pictures, classes, probabilities);
    }

    private (IReadOnlyList<SuspectLabel> Suspects, double Share) ByFolds(InspectedPicture[] pictures, string[] classes, IReadOnlyList<DuplicateGroup> duplicates)
    {
        PreparedBackbone backbone = PreparedBackbone.Load(options.Backbone, null, new());
        using FeatureCache cache = backbone.OpenCache(options.CacheFolder, progress.Info);
        ImageItem[] items = [.. pictures.Select(picture => new ImageItem(picture.Path, Array.IndexOf(classes, picture.ClassName)))];
        ExtractedFeatures extracted;
        using (PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(backbone.Features), backbone.Preprocessing.Preprocessing, threads))
        using (IProgressTask task = progress.Start("Features", items.Length, "pictures"))
        {
            extracted = new FeatureExtractor(pipeline, cache).Extract(items, task, cancellationToken);
        }

        Dictionary<string, InspectedPicture> byPath = pictures.DistinctBy(picture => picture.Path).ToDictionary(picture => picture.Path, StringComparer.Ordinal);
        InspectedPicture[] judged = [.. extracted.Pictures.Select(picture => byPath[picture.Item.Path])];
        int[] labels = [.. extracted.Pictures.Select(picture => picture.Item.ClassIndex)];
        CachedFeatureSource features = new(cache, [.. extracted.Pictures.Select(picture => picture.Row)]);
        int[] folds = Divide(judged, labels, duplicates);
        float[][] probabilities = new float[judged.Length][];
        using WorkerPool pool = new(threads);
        using IProgressTask heads = progress.Start("Labels", options.Folds, "heads");
        for (int fold = 0; fold < options.Folds; fold++)
        {
            Judge(fold, folds, features, labels, classes.Length, probabilities, pool);
            heads.Advance();
        }

        return Judge(judged, classes, probabilities);
    }

    private void Judge(int fold, int[] folds, CachedFeatureSource features, int[] labels, int classes, float[][] probabilities, WorkerPool pool)
    {
        int[] learnt = [.. Enumerable.Range(0, folds.Length).Where(index => folds[index] != fold)];
        int[] asked = [.. Enumerable.Range(0, folds.Length).Where(index => folds[index] == fold)];
        if (asked.Length == 0)
        {
            return;
        }

        LabelledFeatures training = new(new FeatureSubset(features, learnt), [.. learnt.Select(index => labels[index])], classes);
        TrainedHead head = new LogisticRegressionTrainer(new() { WeightDecay = options.WeightDecay }).Train(training, null, pool, null, cancellationToken).Head;
        float[] row = new float[features.FeatureLength];
        foreach (int index in asked)
        {
            features.Read(index, 1, row);
            probabilities[index] = head.Predict(row);
        }
    }

    // Class by class in turn, and copies together, since a copy would give the label away.
    private int[] Divide(InspectedPicture[] pictures, int[] labels, IReadOnlyList<DuplicateGroup> duplicates)
    {
        Dictionary<string, int> groupOf = new(StringComparer.Ordinal);
        foreach ((DuplicateGroup group, int number) in duplicates.OrderBy(group => group.Kind).Select((group, number) => (group, number)))
        {
            foreach (InspectedPicture picture in group.Pictures)
            {
                groupOf[picture.Path] = number;
            }
        }

        int[] order = [.. Enumerable.Range(0, pictures.Length)];
        DeterministicRandom.For(unchecked((ulong)options.Seed), "label review").Shuffle<int>(order);
        int[] next = new int[labels.Max() + 1];
        Dictionary<int, int> foldOfGroup = [];
        int[] folds = new int[pictures.Length];
        foreach (int index in order)
        {
            int fold = next[labels[index]]++ % options.Folds;
            if (groupOf.TryGetValue(pictures[index].Path, out int group) && !foldOfGroup.TryAdd(group, fold))
            {
                fold = foldOfGroup[group];
            }

            folds[index] = fold;
        }

        return folds;
    }

    private static (IReadOnlyList<SuspectLabel> Suspects, double Share) Judge(InspectedPicture[] pictures, string[] classes, float[][] probabilities)
    {
        ConfidentLearning learning = new([.. pictures.Select(picture => Array.IndexOf(classes, picture.ClassName))], probabilities, classes.Length);
        SuspectLabel[] suspects = [.. learning.Suspects().Select(suspect => new SuspectLabel(
            pictures[suspect.Index].Path,
            pictures[suspect.Index].ClassName,
            classes[suspect.Proposed],
            probabilities[suspect.Index][Array.IndexOf(classes, pictures[suspect.Index].ClassName)],
            probabilities[suspect.Index][suspect.Proposed]))];
        return (suspects, learning.EstimateShareOfWrongLabels());
    }
}
