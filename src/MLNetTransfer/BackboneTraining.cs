using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.TensorBoard;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What the runs that make a backbone share: batches, the memory of a step, and epochs that are told, saved and gone on with.</summary>
internal sealed class BackboneTraining(FineTuningOptions tuning, WorkerPool pool)
{
    /// <summary>The pictures in batches: to learn from, changed at random, or always the same, to measure with.</summary>
    public TrainingBatches Batches(IReadOnlyList<ImageItem> items, int classes, Preprocessing preprocessing, bool learns) => new(
        items,
        classes,
        preprocessing,
        new TrainingBatchesOptions
        {
            Augmentation = learns ? tuning.Augmentation : AugmentationOptions.None,
            BatchSize = tuning.BatchSize,
            Seed = tuning.Seed,
            Shuffle = learns,
            DropIncomplete = learns && tuning.TrainsNormalization,
            CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
        },
        pool);

    /// <summary>Sets a network up for the memory that is allowed.</summary>
    /// <returns>Pictures that go through it at once.</returns>
    public int PartSize(TrainableNetwork network)
    {
        long limit = tuning.MemoryLimit > 0 ? tuning.MemoryLimit : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        StepMemory way = StepMemory.Fit(network, tuning.BatchSize, false, limit);
        network.Executor.Segments = way.Segments;
        return way.PartSize;
    }

    /// <summary>Trains, from the checkpoint on where there is one and the run resumes.</summary>
    /// <param name="tuner">What trains.</param>
    /// <param name="phase">Name of the phase in files.</param>
    /// <param name="measure">What is said of the pictures that were held back, by their accuracy.</param>
    /// <param name="checkpoint">Written after each epoch.</param>
    /// <param name="resumes">Whether it goes on from the checkpoint.</param>
    /// <param name="output">Folder of the run.</param>
    /// <param name="rowsPerEpoch">Pictures of an epoch.</param>
    /// <param name="log">For TensorBoard, or null.</param>
    /// <param name="progress">Told of each epoch.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public FineTuningResult Run(
        FineTuner tuner,
        TrainingPhase phase,
        Func<double, string> measure,
        RunCheckpoint checkpoint,
        bool resumes,
        OutputFolder output,
        int rowsPerEpoch,
        TensorBoardLog? log,
        IProgressReporter progress,
        CancellationToken cancellationToken)
    {
        using HistoryFile history = HistoryFile.Begin(Path.Combine(output.FullName, HistoryFile.Name), []);
        using IProgressTask task = progress.Start($"{phase}", (long)tuning.Epochs * rowsPerEpoch, "pictures");
        if (resumes && checkpoint.Read() is TunerState state)
        {
            tuner.Load(state);
            progress.Info(FormattableString.Invariant($"{phase} goes on after epoch {tuner.Epochs[^1].Epoch}."));
            task.Advance((long)tuner.Epochs[^1].Epoch * rowsPerEpoch);
            foreach (EpochResult epoch in tuner.Epochs)
            {
                Note(epoch);
            }
        }

        tuner.EpochDone = epoch =>
        {
            string loss = epoch.TrainingLoss is double training ? FormattableString.Invariant($" loss {training:0.0000};") : "";
            string held = epoch.Validation is ValidationResult validation ? $" held back: {measure(validation.Accuracy)}" : "";
            progress.Info(FormattableString.Invariant($"{phase}, epoch {epoch.Epoch}:{loss}{held}{(epoch.IsBest && epoch.Epoch > 0 ? " (best)" : "")}, {epoch.Seconds:0} s"));
            checkpoint.Write(tuner.Save());
            Note(epoch);
        };
        return tuner.Run(task, cancellationToken);

        void Note(EpochResult epoch)
        {
            HistoryRow row = RunHistory.Row(phase, epoch);
            history.Append(row);
            log?.Add(row);
        }
    }
}
