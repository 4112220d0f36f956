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
        BackboneTraining training = new(tuning, pool);
        IReadOnlyList<DrawnItem> seen = DrawnItem.List(tuning.Seed, options.Classes, options.PicturesOfEach);
        DrawnItem[] heldBack = [.. Enumerable.Range(0, Math.Min(options.Classes, MostHeldBack)).Select(index => new DrawnItem(tuning.Seed, index, options.PicturesOfEach))];
        TrainableNetwork network = TrainableNetwork.Create(
            backbone.Trainable, FreshWeights.Head(backbone.FeatureLength, options.Classes), 0, tuning.TrainsNormalization, preprocessing.CropSize, pool);
        TrainingBatches batches = training.Batches(seen, options.Classes, preprocessing, learns: true);
        FineTuner tuner = new(
            network,
            new PictureSteps(network, backbone.Trainable, batches, pool),
            new BatchValidator(training.Batches(heldBack, options.Classes, preprocessing, learns: false), options.Classes, pool),
            tuning,
            new SoftmaxCrossEntropyLoss(options.Classes, null, tuning.LabelSmoothing),
            training.PartSize(network),
            pool);
        RunCheckpoint checkpoint = new(output, "checkpoint-pretraining.bin", Digest(backbone));
        FineTuningResult result = training.Run(
            tuner,
            TrainingPhase.Pretraining,
            share => FormattableString.Invariant($"{share:0.0000} right"),
            checkpoint,
            options.Resumes,
            output,
            batches.RowsPerEpoch,
            null,
            progress,
            cancellationToken);
        Write(output, backbone, network.ToFeatures(), result.Epochs[^1].Epoch);
        checkpoint.Delete();
        return new PretrainingResult
        {
            Training = result,
            TrainingPictures = seen.Count,
            HeldBackPictures = heldBack.Length,
            Parameters = backbone.Features.ParameterCount,
            Files = output.Files,
        };
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
