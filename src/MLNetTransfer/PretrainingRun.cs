using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Backbones;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Datasets.DrawnPictures;
using MLNetTransfer.Graphs;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.FromScratch;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer;

/// <summary>One run of <see cref="Pretraining"/>.</summary>
internal sealed class PretrainingRun(PretrainingOptions options, IProgressReporter progress, CancellationToken cancellationToken)
{
    private const int MostHeldBack = 2_000;

    private readonly int _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    public PretrainingResult Execute()
    {
        using OutputFolder output = OutputFolder.Open(options.OutputFolder);
        using WorkerPool pool = new(_threads);
        PreparedBackbone backbone = PreparedBackbone.Load(options.Network, null, new PreprocessingOptions { Size = options.Size, Crop = options.Size });
        Preprocessing preprocessing = backbone.Preprocessing.Preprocessing;
        progress.Info(FormattableString.Invariant($"Network: {backbone.Description}. It learns {options.Classes} kinds of drawn pictures, {options.PicturesOfEach} of each."));
        FineTuningOptions tuning = options.Training;
        IReadOnlyList<DrawnItem> training = DrawnItem.List(tuning.Seed, options.Classes, options.PicturesOfEach);
        DrawnItem[] heldBack = [.. Enumerable.Range(0, Math.Min(options.Classes, MostHeldBack)).Select(index => new DrawnItem(tuning.Seed, index, options.PicturesOfEach))];
        TrainableNetwork network = TrainableNetwork.Create(
            backbone.Trainable, FreshWeights.Head(backbone.FeatureLength, options.Classes), 0, tuning.TrainsNormalization, preprocessing.CropSize, pool);
        TrainingBatches batches = Batches(training, tuning.Augmentation, preprocessing, shuffles: true, pool);
        long limit = tuning.MemoryLimit > 0 ? tuning.MemoryLimit : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        StepMemory way = StepMemory.Fit(network, tuning.BatchSize, false, limit);
        network.Executor.Segments = way.Segments;
        FineTuner tuner = new(
            network,
            new PictureSteps(network, backbone.Trainable, batches, pool),
            new BatchValidator(Batches(heldBack, AugmentationOptions.None, preprocessing, shuffles: false, pool), options.Classes, pool),
            tuning,
            new SoftmaxCrossEntropyLoss(options.Classes, null, tuning.LabelSmoothing),
            way.PartSize,
            pool);
        RunCheckpoint checkpoint = new(output, "checkpoint-pretraining.bin", Digest(backbone));
        FineTuningResult result = Train(tuner, checkpoint, output, batches);
        Write(output, backbone, network.ToFeatures(), result.Epochs[^1].Epoch);
        checkpoint.Delete();
        return new PretrainingResult
        {
            Training = result,
            TrainingPictures = training.Count,
            HeldBackPictures = heldBack.Length,
            Parameters = backbone.Features.ParameterCount,
            Files = output.Files,
        };
    }

    private TrainingBatches Batches(IReadOnlyList<DrawnItem> items, AugmentationOptions augmentation, Preprocessing preprocessing, bool shuffles, WorkerPool pool) => new(
        items,
        options.Classes,
        preprocessing,
        new TrainingBatchesOptions
        {
            Augmentation = augmentation,
            BatchSize = options.Training.BatchSize,
            Seed = options.Training.Seed,
            Shuffle = shuffles,
            DropIncomplete = shuffles && options.Training.TrainsNormalization,
            CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4,
        },
        pool);

    private FineTuningResult Train(FineTuner tuner, RunCheckpoint checkpoint, OutputFolder output, TrainingBatches batches)
    {
        using HistoryFile history = HistoryFile.Begin(Path.Combine(output.FullName, HistoryFile.Name), []);
        using IProgressTask task = progress.Start("Pretraining", (long)options.Training.Epochs * batches.RowsPerEpoch, "pictures");
        if (options.Resumes && checkpoint.Read() is TunerState state)
        {
            tuner.Load(state);
            progress.Info(FormattableString.Invariant($"Pretraining goes on after epoch {tuner.Epochs[^1].Epoch}."));
            task.Advance((long)tuner.Epochs[^1].Epoch * batches.RowsPerEpoch);
            foreach (EpochResult epoch in tuner.Epochs)
            {
                history.Append(RunHistory.Row(TrainingPhase.Pretraining, epoch));
            }
        }

        tuner.EpochDone = epoch =>
        {
            string loss = epoch.TrainingLoss is double training ? FormattableString.Invariant($" loss {training:0.0000};") : "";
            string accuracy = epoch.Validation is ValidationResult held ? FormattableString.Invariant($" held back: {held.Accuracy:0.0000} right") : "";
            progress.Info(FormattableString.Invariant($"Pretraining, epoch {epoch.Epoch}:{loss}{accuracy}{(epoch.IsBest && epoch.Epoch > 0 ? " (best)" : "")}, {epoch.Seconds:0} s"));
            checkpoint.Write(tuner.Save());
            history.Append(RunHistory.Row(TrainingPhase.Pretraining, epoch));
        };
        return tuner.Run(task, cancellationToken);
    }

    private string Digest(PreparedBackbone backbone)
    {
        PretrainingOptions deciding = options with { OutputFolder = "", Network = "", Threads = 0, Resumes = false, Training = options.Training with { TimeLimit = null } };
        string text = $"{JsonSerializer.Serialize(deciding, RunJsonContext.Default.PretrainingOptions)}|{backbone.Sha256}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private void Write(OutputFolder output, PreparedBackbone backbone, Graph weights, int epochs)
    {
        BackboneCard card = new()
        {
            Name = backbone.Name.Replace("-random", "-drawn", StringComparison.Ordinal),
            Preprocessing = backbone.Preprocessing.Preprocessing,
            FeatureNode = backbone.FeatureNode,
            Licence = backbone.Licence,
            Origin = string.Create(
                CultureInfo.InvariantCulture,
                $"learnt {options.Classes} kinds of pictures that this program draws, {options.PicturesOfEach} of each, {epochs} epochs at {options.Size} pixels, seed {options.Training.Seed}{(backbone.IsRandom ? "; no photograph was used" : backbone.Origin is null ? $"; began as {backbone.Name} (SHA-256 {backbone.Sha256})" : $"; began as {backbone.Name}, which {backbone.Origin}")}"),
        };
        byte[] bytes = BackboneFile.ToBytes(weights.WithOutputs([backbone.FeatureNode]), card);
        output.Write(BackboneFile.Name, stream => stream.Write(bytes));
        output.Write("options.json", stream => JsonSerializer.Serialize(stream, options, RunJsonContext.Default.PretrainingOptions));
    }
}
