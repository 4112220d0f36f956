using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Inspection;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.TensorBoard;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.FromScratch;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>One run of <see cref="TransferLearning.Train(TransferOptions, IProgressReporter, CancellationToken)"/>: scan, features, head, evaluation, files.</summary>
internal sealed class TransferRun(TransferOptions options, DatasetSplit? pictures, IProgressReporter progress, CancellationToken cancellationToken)
{
    private const double DefaultWeightDecay = 1e-2;
    private const string DefaultUnfreeze = "0.3";

    private readonly List<PhaseTiming> _timings = [];
    private readonly List<string> _notices = [];
    private readonly List<RunCheckpoint> _checkpoints = [];
    private ScoredPictures? _scratchValidation;
    private readonly int _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    public TransferResult Execute()
    {
        using OutputFolder output = OutputFolder.Open(options.OutputFolder);
        using TensorBoardLog? log = RunLog.Open(options);
        using Preparation prepared = Prepare(announces: options.Mode != TrainingMode.Head);
        (PreparedBackbone backbone, ExtractedFeatures extracted, RunData data) = (prepared.Backbone, prepared.Extracted, prepared.Data);
        using WorkerPool pool = new(_threads);
        (HeadTrainingResult chosen, HeadTrainingResult final) = Timed("head", "pictures", () => TrainHead(data, pool), _ => data.Training.Count);
        foreach (HistoryRow row in RunHistory.Rows(chosen))
        {
            log?.Add(row);
        }

        bool includesValidation = !ReferenceEquals(chosen, final);
        RunModel model = new(
            backbone.Features,
            final.Head,
            Describe(chosen, final),
            data.Training.Count + (includesValidation ? data.Validation!.Count : 0),
            includesValidation,
            data.Validation is { Count: > 0 } held ? Score(chosen.Head, held, data) : null,
            data.Test is { Count: > 0 } tested ? Score(final.Head, tested, data) : null);
        RunModel headModel = model;
        List<TuningOutcome> tuning = [];
        if (options.Mode != TrainingMode.Head)
        {
            model = Timed("fine-tuning", "epochs", () => Tune(output, log, backbone, data, chosen, headModel, pool, tuning), _ => tuning.Sum(outcome => outcome.Result.Epochs.Count - 1));
        }

        TrainingPhase given = ReferenceEquals(model, headModel) ? TrainingPhase.Head : tuning[0].Phase;
        MeasuredModel measured = MeasuredModel.Of(model, options);
        MeasuredModel? headAlone = tuning.Count == 0 ? null : ReferenceEquals(model, headModel) ? measured : MeasuredModel.Of(headModel, options);
        progress.Info(measured.Describe(options));
        RunLog.Add(log, given, measured);
        RunComparison comparison = new(headAlone?.Validation, MeasuredModel.Report(_scratchValidation, options)) { HeadTest = headAlone?.Test };
        FineTuningOptions? tuned = tuning.Count == 0 ? null : TuningOptions();
        RunFiles files = new(options, backbone, data, measured, chosen, tuning, comparison, _notices, extracted, tuned, _timings);
        Timed("files", "files", () => files.Write(output, _threads, cancellationToken), _ => output.Files.Count);
        foreach (RunCheckpoint checkpoint in _checkpoints)
        {
            checkpoint.Delete();
        }

        return new TransferResult
        {
            ClassNames = data.ClassNames,
            BackboneDescription = backbone.Description,
            PreprocessingDescription = backbone.Preprocessing.Description,
            Findings = data.Findings,
            Notices = [.. data.Findings.Select(finding => finding.Message), .. _notices],
            TrainingPictures = model.FittedPictures,
            ValidationPictures = data.Validation?.Count ?? 0,
            TestPictures = data.Test?.Count ?? 0,
            ComputedPictures = extracted.Computed,
            Validation = measured.Validation,
            Test = measured.Test,
            HeadValidation = headAlone?.Validation,
            HeadTest = headAlone?.Test,
            Calibration = measured.Calibration,
            Tuning = tuning,
            Skipped = extracted.Skipped,
            Files = output.Files,
            Timings = _timings,
        };
    }

    /// <summary>Tries learning rates on the network that the run would train, from its head on.</summary>
    public LearningRateSearch FindRate(int steps, double lowest, double highest)
    {
        using Preparation prepared = Prepare(announces: false);
        using WorkerPool pool = new(_threads);
        TrainedHead head = TrainHead(prepared.Data, pool).Chosen.Head;
        FineTuningOptions tuning = TuningOptions();
        (Graph features, TrainedHead first, int line) = Beginning(prepared.Backbone, prepared.Data, head, tuning);
        return new FineTuningPhase(tuning, prepared.Backbone, prepared.Data, _threads, pool, progress).FindRate(features, first, line, steps, lowest, highest, cancellationToken);
    }

    /// <summary>What the user should know so far, a sentence each; without what was found in the data.</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>Reads the pictures and divides them: all that a run does before it learns.</summary>
    /// <param name="announces">Whether to say what training the network would take.</param>
    public Preparation Prepare(bool announces)
    {
        DatasetSplit folders = Timed("scan", "pictures", ScanFolders, split => split.Training.Items.Count + (split.Validation?.Items.Count ?? 0) + (split.Test?.Items.Count ?? 0));
        PreparedBackbone backbone = Timed("backbone", "networks", () => PreparedBackbone.Load(options.Backbone, options.FeatureNode, options.Preprocessing), _ => 1);
        progress.Info($"Backbone: {backbone.Description}.");
        progress.Info($"Preprocessing: {backbone.Preprocessing.Description}.");
        if (options.Backbone is null)
        {
            progress.Info("This is the small network that comes along; a larger one brings more accuracy: --backbone with an ONNX file, or with a name that 'mlnet-transfer backbones list' shows.");
        }

        Notice(backbone.Notice);
        if (announces)
        {
            Announce(folders, backbone);
        }

        FeatureCache cache = options.UseCache ? backbone.OpenCache(options.CacheFolder, Notice) : FeatureCache.OpenTemporary(backbone.FeatureLength);
        try
        {
            ExtractedFeatures extracted = Timed("features", "pictures", () => Extract(folders, backbone, cache), features => features.Pictures.Count);
            RunData data = RunData.Divide(folders, extracted, cache, options, cancellationToken);
            foreach (Finding finding in data.Findings)
            {
                progress.Warn(finding.Message);
            }

            foreach (string warning in data.Warnings)
            {
                Notice(warning);
            }

            return new Preparation(backbone, cache, extracted, data);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    private void Announce(DatasetSplit folders, PreparedBackbone backbone)
    {
        using WorkerPool pool = new(_threads);
        FineTuningOptions tuning = TuningOptions();
        int given = folders.Training.Items.Count;
        int validation = folders.Validation?.Items.Count ?? (int)(given * options.ValidationShare);
        int test = folders.Test?.Items.Count ?? (int)(given * options.TestShare);
        int training = given - (folders.Validation is null ? validation : 0) - (folders.Test is null ? test : 0);
        int line = FirstNode(backbone.Trainable);
        RunPlan plan = RunPlan.Measure(backbone, line, tuning.TrainsNormalization, folders.Training.Classes.Count, pool);
        progress.Info(plan.Describe(training + validation + test, training, validation, tuning, FrozenPart.VariantsOf(tuning, line > 0)));
    }

    private int FirstNode(Graph features) => options.Mode == TrainingMode.Partial ? FreezeLine.Find(features, options.Unfreeze ?? DefaultUnfreeze) : 0;

    // What training begins with. A head that fits the features of fixed statistics would not fit those of normalisation by batches.
    private (Graph Features, TrainedHead Head, int FirstNode) Beginning(PreparedBackbone backbone, RunData data, TrainedHead head, FineTuningOptions tuning)
    {
        bool isScratch = options.Mode == TrainingMode.Scratch;
        Graph features = isScratch ? FreshWeights.Draw(backbone.Trainable, tuning.Seed) : backbone.Trainable;
        return (
            features,
            isScratch || tuning.TrainsNormalization ? FreshWeights.Head(backbone.FeatureLength, data.ClassNames.Count) : head,
            FirstNode(features));
    }

    // The network is what is kept when it does better than its head on the validation pictures; else the head stays, and the user is told.
    private RunModel Tune(
        OutputFolder output, TensorBoardLog? log, PreparedBackbone backbone, RunData data, HeadTrainingResult head, RunModel headModel, WorkerPool pool, List<TuningOutcome> outcomes)
    {
        using HistoryFile history = BeginHistory(output, head);
        bool isScratch = options.Mode == TrainingMode.Scratch;
        FineTuningOptions tuning = TuningOptions();
        FineTuningPhase phase = new(tuning, backbone, data, _threads, pool, progress);
        Notice(phase.BalanceNotice);
        ReleaseMemory();
        (Graph features, TrainedHead first, int line) = Beginning(backbone, data, head.Head, tuning);
        (TuningOutcome outcome, TrainableNetwork network) = Run(phase, isScratch ? TrainingPhase.Scratch : TrainingPhase.FineTuning, features, first, line);
        outcomes.Add(outcome);
        if (outcome.Result.Advice is string advice)
        {
            Notice(advice);
        }

        RunModel model = headModel;
        bool beatsHead = headModel.Validation?.ToMetrics() is not ClassificationMetrics alone
            || outcome.Result.Validation is not ValidationResult best
            || best.IsBetterThan(new ValidationResult(alone.LogLoss, alone.Accuracy, best.Count));
        if (outcome.Result.BestEpoch > 0 && (isScratch || beatsHead))
        {
            model = new RunModel(
                GraphOptimizer.Fold(network.ToFeatures()),
                network.ToHead(),
                Describe(outcome, tuning, headModel.Training),
                data.Training.Count,
                false,
                Score(network, data.Validation),
                Score(network, data.Test));
        }
        else if (isScratch)
        {
            Notice(FormattableString.Invariant($"From random weights the network learnt nothing in {tuning.Epochs} epochs that the validation pictures show; the model is the head on the pretrained backbone instead. Training from nothing wants many pictures and epochs (--epochs)."));
        }
        else
        {
            Notice("Training the network made it no better on the validation pictures than its head alone; the model is the head on the backbone as it was.");
        }

        if (options.ComparesScratch && !isScratch)
        {
            FineTuningPhase scratch = new(tuning.ForRandomWeights(), backbone, data, _threads, pool, progress);
            (TuningOutcome compared, TrainableNetwork fresh) = Run(
                scratch,
                TrainingPhase.Scratch,
                FreshWeights.Draw(backbone.Trainable, tuning.Seed),
                FreshWeights.Head(backbone.FeatureLength, data.ClassNames.Count),
                0);
            outcomes.Add(compared);
            _scratchValidation = Score(fresh, data.Validation);
        }

        return model;

        (TuningOutcome Outcome, TrainableNetwork Network) Run(FineTuningPhase part, TrainingPhase name, Graph network, TrainedHead start, int firstNode)
        {
            RunCheckpoint checkpoint = new(output, name, options, RunFiles.DataDigest(data, false), backbone.Sha256);
            _checkpoints.Add(checkpoint);
            return part.Run(name, network, start, firstNode, checkpoint, options.Resumes, Note, cancellationToken);

            void Note(EpochResult epoch)
            {
                HistoryRow row = RunHistory.Row(name, epoch);
                history.Append(row);
                log?.Add(row);
            }
        }

        ScoredPictures? Score(TrainableNetwork trained, IReadOnlyList<ExtractedPicture>? part) => part is { Count: > 0 } pictures
            ? phase.Score(trained, [.. pictures.Select(picture => picture.Item)], data.SkippedOf(pictures), cancellationToken)
            : null;
    }

    private static HistoryFile BeginHistory(OutputFolder output, HeadTrainingResult head)
    {
        string path = Path.Combine(output.FullName, HistoryFile.Name);
        try
        {
            return HistoryFile.Begin(path, RunHistory.Rows(head));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The file '{path}' cannot be written: {exception.Message} Make room or name another output folder.", exception);
        }
    }

    private FineTuningOptions TuningOptions() =>
        (options.FineTuning ?? (options.BeginsWithRandomWeights ? FineTuningOptions.FromScratch : new FineTuningOptions())) with { Seed = unchecked((ulong)options.Seed) };

    private string Describe(HeadTrainingResult chosen, HeadTrainingResult final) => options.HiddenUnits is int units
        ? string.Create(CultureInfo.InvariantCulture, $"dense layer of {units} units and softmax, AdamW, {chosen.BestEpoch} epochs")
        : string.Create(CultureInfo.InvariantCulture, $"softmax regression, L-BFGS, weight decay {final.WeightDecay}");

    private static string Describe(TuningOutcome outcome, FineTuningOptions tuning, string head) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(outcome.Phase == TrainingPhase.Scratch ? "from random weights" : head + "; then the network")}, {tuning.Optimizer}, epoch {outcome.Result.BestEpoch} of {tuning.Epochs}{(outcome.Result.Interpolation is WeightInterpolation between ? $", {between.Share} of the way there from the head alone" : "")}");

    private DatasetSplit ScanFolders()
    {
        if (pictures is not null)
        {
            return pictures;
        }

        DatasetSplit split = ImageFolder.ScanSplits(options.TrainFolder);
        ImageFolderOptions known = new() { KnownClasses = split.Training.Classes };
        if (options.ValidationFolder is string validation)
        {
            split = split with { Validation = ImageFolder.Scan(validation, known) };
        }

        if (options.TestFolder is string test)
        {
            split = split with { Test = ImageFolder.Scan(test, known) };
        }

        foreach (string warning in split.Training.Warnings.Concat(split.Validation?.Warnings ?? []).Concat(split.Test?.Warnings ?? []))
        {
            Notice(warning);
        }

        return split;
    }

    private ExtractedFeatures Extract(DatasetSplit folders, PreparedBackbone backbone, FeatureCache cache)
    {
        ImageItem[] items = [.. folders.Training.Items, .. folders.Validation?.Items ?? [], .. folders.Test?.Items ?? []];
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(backbone.Features), backbone.Preprocessing.Preprocessing, _threads);
        using IProgressTask task = progress.Start("Features", items.Length, "pictures");
        ExtractedFeatures extracted = new FeatureExtractor(pipeline, cache).Extract(items, task, cancellationToken);

        // Training takes hours where extraction takes minutes; another run on the same backbone need not wait for it.
        cache.EndAdding();
        return extracted;
    }

    // The penalty is chosen on the validation pictures; when these were taken from the training pictures, the final head learns from them too.
    private (HeadTrainingResult Chosen, HeadTrainingResult Final) TrainHead(RunData data, WorkerPool pool)
    {
        LabelledFeatures training = data.Labelled(data.Training);
        LabelledFeatures? validation = data.Validation is { Count: > 0 } held ? data.Labelled(held) : null;
        using IProgressTask task = progress.Start("Head", 0, "iterations");
        void Report(HeadTrainingProgress step)
        {
            task.Advance();
            task.Detail(FormattableString.Invariant($"loss {step.Row.TrainingLoss:0.0000}"));
        }

        if (options.HiddenUnits is int units)
        {
            DenseHeadOptions dense = new() { HiddenUnits = units, Dropout = (float)options.Dropout, MaximumEpochs = options.HeadEpochs, Seed = unchecked((ulong)options.Seed) };
            HeadTrainingResult result = new DenseHeadTrainer(dense).Train(training, validation, pool, Report, cancellationToken);
            return (result, result);
        }

        double? decay = options.WeightDecay ?? (validation is null ? DefaultWeightDecay : null);
        HeadTrainingResult chosen = new LogisticRegressionTrainer(new() { WeightDecay = decay }).Train(training, validation, pool, Report, cancellationToken);
        if (!data.ValidationWasTakenFromTraining || validation is null)
        {
            return (chosen, chosen);
        }

        LabelledFeatures all = data.Labelled([.. data.Training, .. data.Validation!]);
        return (chosen, new LogisticRegressionTrainer(new() { WeightDecay = chosen.WeightDecay }).Train(all, null, pool, Report, cancellationToken));
    }

    private ScoredPictures Score(TrainedHead head, IReadOnlyList<ExtractedPicture> pictures, RunData data)
    {
        ScoredPictures scored = new(data.ClassNames, data.SkippedOf(pictures));
        LabelledFeatures labelled = data.Labelled(pictures);
        float[] features = new float[head.FeatureLength];
        for (int row = 0; row < pictures.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            labelled.Features.Read(row, 1, features);
            scored.Add(pictures[row].Item, head.Logits(features));
        }

        return scored;
    }

    // The arenas of plan and feature extraction are hundreds of megabytes, which would otherwise stay beside those of training until something needs room.
    private static void ReleaseMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private void Notice(string? sentence)
    {
        if (sentence is not null)
        {
            _notices.Add(sentence);
            progress.Warn(sentence);
        }
    }

    private T Timed<T>(string phase, string unit, Func<T> work, Func<T, long> count)
    {
        long begun = Stopwatch.GetTimestamp();
        T result = work();
        _timings.Add(new PhaseTiming(phase, Stopwatch.GetElapsedTime(begun), count(result), unit));
        return result;
    }

    internal sealed record Preparation(PreparedBackbone Backbone, FeatureCache Cache, ExtractedFeatures Extracted, RunData Data) : IDisposable
    {
        public void Dispose() => Cache.Dispose();
    }
}
