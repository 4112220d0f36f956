using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Backbones;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Datasets.DrawnPictures;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Randomness;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.TensorBoard;
using MLNetTransfer.Training.Distillation;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;
using MLNetTransfer.Training.Losses;

namespace MLNetTransfer;

/// <summary>One run of <see cref="Distillation"/>.</summary>
internal sealed class DistillationRun(DistillationOptions options, IProgressReporter progress, CancellationToken cancellationToken)
{
    private const double HeldBackShare = 0.05;
    private const int LeastHeldBack = 16;
    private const int DrawnClasses = 1_000;
    private const int StepsForVariances = 30;

    private readonly int _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    public DistillationResult Execute()
    {
        using OutputFolder output = OutputFolder.Open(options.OutputFolder);
        using WorkerPool pool = new(_threads);
        DistillationTeacher known = DistillationTeacher.Load(options.Teacher);
        PreparedBackbone student = PreparedBackbone.Load(options.Student, null, new PreprocessingOptions { Size = options.Size, Crop = options.Size });
        Preprocessing preprocessing = student.Preprocessing.Preprocessing;
        progress.Info($"Teacher: {known.Name}, {Millions(known.Features.ParameterCount)} parameters. Student: {student.Description}.");
        FineTuningOptions tuning = options.Training;
        TaughtNetwork taught = TaughtNetwork.Create(student.Trainable, known.Features, preprocessing.CropSize, options.Hints, tuning.Seed);
        Teacher teacher = new(taught.Teacher, known.Preprocessing, preprocessing, pool);
        (ImageItem[] seen, ImageItem[] heldBack) = Divide();
        TrainableNetwork network = TrainableNetwork.Create(taught.Student, null, 0, tuning.TrainsNormalization, preprocessing.CropSize, pool);
        progress.Info(FormattableString.Invariant($"Compared are {taught.FeatureLength} features and, inside of the networks, {taught.HintLengths.Count} sets of maps."));
        BackboneTraining training = new(tuning, pool);
        TrainingBatches batches = training.Batches(seen, DrawnClasses, preprocessing, learns: true);
        TaughtSteps steps = new(new PictureSteps(network, taught.Student, batches, pool), teacher);
        StandardisedSquareLoss loss = taught.Loss(MeasureVariances(steps));
        TaughtValidator? validator = heldBack.Length == 0 ? null : new(training.Batches(heldBack, DrawnClasses, preprocessing, learns: false), new Teacher(known.Features, known.Preprocessing, preprocessing, pool), taught, pool);
        FineTuner tuner = new(network, steps, validator, tuning, loss, training.PartSize(network), pool);
        using TensorBoardLog? log = RunLog.Open(options);
        RunCheckpoint checkpoint = new(output, "checkpoint-distillation.bin", Digest(known, student));
        FineTuningResult result = training.Run(
            tuner,
            TrainingPhase.Distillation,
            share => FormattableString.Invariant($"{share:0.0000} of the variance explained"),
            checkpoint,
            options.Resumes,
            output,
            batches.RowsPerEpoch,
            log,
            progress,
            cancellationToken);
        Write(output, known, student, taught, network.ToFeatures(), seen.Length, result.Epochs[^1].Epoch);
        checkpoint.Delete();
        return new DistillationResult
        {
            Training = result,
            TrainingPictures = seen.Length - batches.Skipped.Count,
            HeldBackPictures = heldBack.Length,
            Skipped = batches.Skipped,
            Parameters = (known.Features.ParameterCount, student.Features.ParameterCount),
            Files = output.Files,
        };
    }

    private static string Millions(long count) => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} M");

    private (ImageItem[] Training, ImageItem[] HeldBack) Divide()
    {
        // A picture that is given twice, to be seen twice as often, is held back as a whole.
        string[] paths = [.. options.Pictures.Distinct(StringComparer.Ordinal)];
        DeterministicRandom.For(options.Training.Seed, "held back").Shuffle(paths.AsSpan());
        int count = (int)(paths.Length * HeldBackShare);
        string[] heldBack = count >= LeastHeldBack ? paths[..count] : [];
        HashSet<string> untouched = new(heldBack, StringComparer.Ordinal);
        DrawnItem[] drawn = [.. Enumerable.Range(0, options.DrawnPictures).Select(index => new DrawnItem(options.Training.Seed, index % DrawnClasses, index / DrawnClasses))];
        return ([.. options.Pictures.Where(path => !untouched.Contains(path)).Select(path => new ImageItem(path, 0)), .. drawn], [.. heldBack.Select(path => new ImageItem(path, 0))]);
    }

    private double[] MeasureVariances(TaughtSteps steps)
    {
        progress.Info("The teacher is asked how much its features differ.");
        return steps.MeasureVariances(StepsForVariances, cancellationToken);
    }

    private string Digest(DistillationTeacher teacher, PreparedBackbone student)
    {
        DistillationOptions deciding = options with { OutputFolder = "", Teacher = "", Threads = 0, Resumes = false, Training = options.Training with { TimeLimit = null } };
        string text = $"{JsonSerializer.Serialize(deciding, RunJsonContext.Default.DistillationOptions)}|{teacher.Sha256}|{student.Sha256}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private void Write(OutputFolder output, DistillationTeacher teacher, PreparedBackbone student, TaughtNetwork taught, Graph weights, int pictures, int epochs)
    {
        Graph features = GraphOptimizer.Fold(taught.ToFeatures(weights));
        Graph trained = weights.WithOutputs([student.FeatureNode]);
        Preprocessing preprocessing = student.Preprocessing.Preprocessing;
        BackboneCard card = new()
        {
            Name = student.Name.Replace("-random", "-distilled", StringComparison.Ordinal),
            Preprocessing = preprocessing,
            FeatureNode = student.FeatureNode,
            Licence = teacher.Licence,
            Origin = string.Create(
                CultureInfo.InvariantCulture,
                $"learnt the features of {teacher.Name} (SHA-256 {teacher.Sha256}) from {pictures - options.DrawnPictures} pictures without labels and {options.DrawnPictures} drawn ones, {epochs} epochs at {options.Size} pixels, seed {options.Training.Seed}{(student.IsRandom || student.Origin is null ? "" : $"; began as {student.Name}, which {student.Origin}")}"),
        };
        byte[] bytes = BackboneFile.ToBytes(trained, card);
        output.Write(BackboneFile.Name, stream => stream.Write(bytes));
        output.Write("options.json", stream => JsonSerializer.Serialize(stream, options, RunJsonContext.Default.DistillationOptions));
        if (teacher.Manifest is ModelManifest manifest && teacher.Head is TrainedHead head)
        {
            TrainedHead lent = taught.Projection(weights) is DenseLayer projection ? new TrainedHead([projection, .. head.Layers]) : head;
            ModelManifest own = manifest with
            {
                Calibration = null,
                Preprocessing = preprocessing,
                Provenance = manifest.Provenance with
                {
                    Backbone = $"{card.Name}, taught by {teacher.Name}",
                    BackboneSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                    BackboneLicence = card.Licence,
                    FeatureNode = features.Outputs[0],
                    Head = $"{manifest.Provenance.Head}; lent by the teacher",
                },
            };
            RunFiles.WriteModel(output, features, lent, own);
        }
    }
}
