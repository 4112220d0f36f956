using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>Decides whether the values at the freeze line are kept or computed each time, and says so.</summary>
/// <param name="network">The network, divided at the line.</param>
/// <param name="features">The whole backbone.</param>
/// <param name="tuning">How it is trained.</param>
/// <param name="hasLine">Whether a part of the backbone stays as it is.</param>
/// <param name="pool">Threads.</param>
/// <param name="progress">Told what is kept.</param>
internal sealed class FrozenPart(TrainableNetwork network, Graph features, FineTuningOptions tuning, bool hasLine, WorkerPool pool, IProgressReporter progress) : IDisposable
{
    private const long SpareBytes = 1L << 30;

    private readonly List<CachedSteps> _kept = [];

    /// <summary>Forms of each training picture; 0 for a new one in every epoch.</summary>
    public int Variants { get; } = VariantsOf(tuning, hasLine && network.Frozen is not null);

    /// <summary>Forms of each training picture; 0 for a new one in every epoch.</summary>
    public static int VariantsOf(FineTuningOptions tuning, bool hasFrozenPart) => !hasFrozenPart || tuning.Augmentation.Mixes ? 0
        : tuning.Augmentation == AugmentationOptions.None ? 1
        : tuning.Variants ?? tuning.DefaultVariants;

    /// <summary>The steps of training.</summary>
    public IStepSource Training(TrainingBatches batches)
    {
        PictureSteps source = new(network, features, batches, pool);
        if (hasLine && network.Frozen is not null && tuning.Augmentation.Mixes)
        {
            progress.Info("Mixed pictures are new in every step, so the frozen part runs on each of them; without --mixup and --cutmix its values would be kept.");
        }

        return Variants > 0 && Variants < tuning.Epochs ? Keep(source, batches, Variants, "training") : source;
    }

    /// <summary>Validation behind the line; null where the whole network has to run.</summary>
    public INetworkValidator? Validation(IReadOnlyList<ImageItem> items, int classCount, Preprocessing preprocessing, int partSize)
    {
        if (!hasLine || network.Frozen is null || tuning.TrainsNormalization || GraphInputs.FixedBatch(features) is not null)
        {
            return null;
        }

        TrainingBatches batches = new(items, classCount, preprocessing, new TrainingBatchesOptions { BatchSize = tuning.BatchSize, Shuffle = false, Variants = 1, CacheBytes = 0 }, pool);
        return new CutValidator(Keep(new PictureSteps(network, features, batches, pool), batches, 1, "validation"), partSize);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CachedSteps steps in _kept)
        {
            steps.Dispose();
        }
    }

    private IStepSource Keep(PictureSteps source, TrainingBatches batches, int variants, string what)
    {
        string folder = Path.GetTempPath();
        long bytes = (long)batches.RowsPerEpoch * variants * CachedSteps.RecordLength(network) * sizeof(float);
        string size = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MiB in '{folder}'");
        try
        {
            if (new DriveInfo(folder).AvailableFreeSpace < bytes + SpareBytes)
            {
                progress.Warn($"The values of the frozen part for {what} would take {size}, where there is not enough room; it runs in every epoch. The result is the same. To keep them, make room or set TMPDIR to a larger disk.");
                return source;
            }

            CachedSteps kept = new(network, source, batches, new CutCache(folder, CachedSteps.RecordLength(network)), progress.Warn);
            _kept.Add(kept);
            progress.Info(string.Create(CultureInfo.InvariantCulture, $"The frozen part runs {(variants == 1 ? "once" : variants + " times")} on each picture for {what}; its values are kept ({size})."));
            return kept;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            progress.Warn($"The values of the frozen part cannot be kept in '{folder}' ({exception.Message}); it runs in every epoch. The result is the same.");
            return source;
        }
    }
}
