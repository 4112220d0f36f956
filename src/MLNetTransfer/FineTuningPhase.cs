using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer;

/// <summary>The part of a run that trains a network by its gradients.</summary>
internal sealed class FineTuningPhase(
    FineTuningOptions tuning, PreparedBackbone backbone, RunData data, int threads, WorkerPool pool, IProgressReporter progress)
{
    private readonly ImageItem[] _training = [.. data.Training.Select(picture => picture.Item)];
    private readonly ImageItem[]? _validation = data.Validation is { Count: > 0 } held ? [.. held.Select(picture => picture.Item)] : null;

    /// <summary>Trains.</summary>
    /// <param name="phase">Name of the phase.</param>
    /// <param name="features">The backbone to begin with.</param>
    /// <param name="head">The head to begin with.</param>
    /// <param name="firstNode">First node of the backbone that is trained.</param>
    /// <param name="checkpoint">Written after each epoch.</param>
    /// <param name="resumes">Whether it goes on from the checkpoint, if there is one.</param>
    /// <param name="epochDone">Told of each epoch.</param>
    /// <param name="cancellationToken">Stops the phase.</param>
    /// <returns>What it gave, and the network that holds the best weights.</returns>
    public (TuningOutcome Outcome, TrainableNetwork Network) Run(
        TrainingPhase phase,
        Graph features,
        TrainedHead head,
        int firstNode,
        RunCheckpoint checkpoint,
        bool resumes,
        Action<EpochResult> epochDone,
        CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = backbone.Preprocessing.Preprocessing;
        TrainableNetwork network = TrainableNetwork.Create(features, head, firstNode, tuning.TrainsNormalization, preprocessing.CropSize, pool, tuning.Dropout, tuning.Seed);
        using FrozenPart frozen = new(network, features, tuning, firstNode > 0, pool, progress);
        TrainingBatches batches = Batches(frozen.Variants);
        IStepSource source = frozen.Training(batches);
        int partSize = PartSize(network, features);
        FineTuner tuner = new(
            network,
            source,
            _validation is null ? null : frozen.Validation(_validation, data.ClassNames.Count, preprocessing, partSize) ?? new PictureValidator(_validation, preprocessing, threads),
            tuning,
            new SoftmaxCrossEntropyLoss(data.ClassNames.Count, Balance() == BalanceKind.Weights ? ClassWeights.Balanced(Counts()) : null, tuning.LabelSmoothing),
            partSize,
            pool);
        string title = phase == TrainingPhase.Scratch ? "From scratch" : "Fine-tuning";
        progress.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {network.Parameters.Sum(parameter => (long)parameter.Value.Shape.Count) / 1e6:0.00} M parameters in {network.Parameters.Count} tensors, {tuning.Epochs} epochs of {source.StepsPerEpoch} steps, augmentation {tuning.Augmentation.Describe()}."));
        using IProgressTask task = progress.Start(title, (long)tuning.Epochs * batches.RowsPerEpoch, "pictures");
        if (resumes && checkpoint.Read() is TunerState state)
        {
            tuner.Load(state);
            progress.Info(string.Create(CultureInfo.InvariantCulture, $"{title}: goes on after epoch {tuner.Epochs[^1].Epoch}."));
            task.Advance((long)tuner.Epochs[^1].Epoch * batches.RowsPerEpoch);
            foreach (EpochResult epoch in tuner.Epochs)
            {
                epochDone(epoch);
            }
        }

        tuner.EpochDone = epoch =>
        {
            progress.Info(Describe(title, epoch));
            checkpoint.Write(tuner.Save());
            epochDone(epoch);
        };
        FineTuningResult result = tuner.Run(task, cancellationToken);
        if (result.Interpolation is WeightInterpolation between)
        {
            progress.Info(FormattableString.Invariant(
                $"{title}: weights {between.Share} of the way from the start to epoch {result.BestEpoch} do better: validation loss {between.Validation.Loss:0.0000}, accuracy {between.Validation.Accuracy:0.0000}; they are kept."));
        }

        return (new TuningOutcome(phase, result), network);
    }

    /// <summary>Tries learning rates.</summary>
    public LearningRateSearch FindRate(Graph features, TrainedHead head, int firstNode, int steps, double lowest, double highest, CancellationToken cancellationToken)
    {
        TrainableNetwork network = TrainableNetwork.Create(features, head, firstNode, tuning.TrainsNormalization, backbone.Preprocessing.Preprocessing.CropSize, pool, tuning.Dropout, tuning.Seed);
        PictureSteps source = new(network, features, Batches(0), pool);
        using IProgressTask task = progress.Start("Learning rates", steps, "steps");
        return LearningRateFinder.Run(network, source, tuning, steps, lowest, highest, PartSize(network, features), pool, task, cancellationToken);
    }

    /// <summary>What the network says of pictures, as it will be used.</summary>
    public ScoredPictures Score(TrainableNetwork network, IReadOnlyList<ImageItem> items, IReadOnlyList<SkippedPicture> skipped, CancellationToken cancellationToken)
    {
        TrainedHead head = network.ToHead();
        using IProgressTask task = progress.Start("Test", items.Count, "pictures");
        float[]?[] logits = Inference.PicturePredictions.Compute(
            network.ToFeatures(), items, backbone.Preprocessing.Preprocessing, threads, head.Logits, task, cancellationToken);
        ScoredPictures scored = new(data.ClassNames, skipped);
        for (int index = 0; index < items.Count; index++)
        {
            if (logits[index] is float[] row)
            {
                scored.Add(items[index], row);
            }
        }

        return scored;
    }

    private TrainingBatches Batches(int variants) => new(
        _training,
        data.ClassNames.Count,
        backbone.Preprocessing.Preprocessing,
        new TrainingBatchesOptions
        {
            Augmentation = tuning.Augmentation,
            BatchSize = tuning.BatchSize,
            Seed = tuning.Seed,
            Variants = variants,
            DropIncomplete = tuning.TrainsNormalization,
            ClassWeights = Balance() == BalanceKind.Sampling ? [.. Enumerable.Repeat(1.0, data.ClassNames.Count)] : null,
        },
        pool);

    private static string Describe(string title, EpochResult epoch)
    {
        string training = epoch.TrainingLoss is double loss ? FormattableString.Invariant($"loss {loss:0.0000}, accuracy {epoch.TrainingAccuracy:0.0000}; ") : "";
        string validation = epoch.Validation is ValidationResult result ? FormattableString.Invariant($"validation loss {result.Loss:0.0000}, accuracy {result.Accuracy:0.0000}") : "no validation";
        return FormattableString.Invariant($"{title}, epoch {epoch.Epoch}: {training}{validation}{(epoch.IsBest && epoch.Epoch > 0 ? " (best)" : "")}, {epoch.Seconds:0} s");
    }

    private int[] Counts()
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (ImageItem item in _training)
        {
            counts[item.ClassIndex]++;
        }

        return counts;
    }

    /// <summary>What is done about uneven classes where the user left it open; null for nothing.</summary>
    public string? BalanceNotice => tuning.Balance == BalanceKind.Automatic && Balance() != BalanceKind.None
        ? FormattableString.Invariant($"The classes are uneven ({Counts().Max()} pictures to {Counts().Min()}, more than {ClassWeights.AutomaticRatio} to 1): the batches are drawn with all classes alike. --balance none takes the pictures as they come, --balance weights lets the small classes count more instead.")
        : null;

    private BalanceKind Balance() => tuning.Balance != BalanceKind.Automatic ? tuning.Balance
        : ClassWeights.ShouldBalance(Counts()) ? BalanceKind.Sampling : BalanceKind.None;

    // Sets up the network for it too, and says what is done.
    private int PartSize(TrainableNetwork network, Graph features)
    {
        int? fixedBatch = GraphInputs.FixedBatch(features);
        int batch = fixedBatch ?? tuning.BatchSize;
        long limit = tuning.MemoryLimit > 0 ? tuning.MemoryLimit : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        StepMemory way = StepMemory.Fit(network, batch, fixedBatch is not null, limit);
        if (way.Bytes > limit && tuning.MemoryLimit > 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The memory for a step is limited to {limit >> 20} MiB; this network needs {(way.Bytes >> 20) + 1} MiB at least, with {way.PartSize} of its pictures at once. Allow more (--memory), take smaller pictures (--crop), or train less of the network (--unfreeze)."));
        }

        network.Executor.Segments = way.Segments;
        if (way.PartSize < batch)
        {
            progress.Info(string.Create(CultureInfo.InvariantCulture, $"Memory: batches of {batch} are worked off in parts of {way.PartSize}, {way.Bytes >> 20} MiB each; {limit >> 20} MiB are allowed."));
            if (tuning.TrainsNormalization)
            {
                progress.Warn("The statistics of BatchNormalization are therefore those of the parts; a smaller --batch does the same, more memory avoids it.");
            }
        }

        if (way.Segments > 1)
        {
            progress.Info(string.Create(
                CultureInfo.InvariantCulture, $"Memory: the network is divided into {way.Segments}, and what is inside of the parts is computed again on the way back: {way.Bytes >> 20} MiB, and up to a third more time."));
        }

        return way.PartSize;
    }
}
