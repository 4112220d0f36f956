using System.Globalization;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Packaging;
using MLNetTransfer.Reporting;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What the reports of a training run tell.</summary>
internal sealed class RunReport(TransferOptions options, PreparedBackbone backbone, RunData data, RunModel model, RunComparison comparison)
{
    private const int TitleClasses = 5;

    /// <summary>The model on the validation pictures.</summary>
    public required EvaluationReport? Validation { get; init; }

    /// <summary>The model on the test pictures.</summary>
    public required EvaluationReport? Test { get; init; }

    /// <summary>The epochs of all phases.</summary>
    public required TrainingHistory History { get; init; }

    /// <summary>What the user should know, a sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Pictures of any part that could not be used.</summary>
    public required IReadOnlyList<SkippedPicture> Skipped { get; init; }

    /// <summary>How long the parts took.</summary>
    public required IReadOnlyList<PhaseTiming> Timings { get; init; }

    /// <summary>What the network was trained with; null where only a head was trained.</summary>
    public FineTuningOptions? Tuning { get; init; }

    /// <summary>The confidence below which the model answers "none of these"; null where none is stored.</summary>
    public double? RejectionThreshold { get; init; }

    /// <summary>How the model answers in ML.NET; null where there is nothing to compare.</summary>
    public ModelAgreement? InMLNet { get; init; }

    /// <summary>Draws what the answer with a class rests on over a picture; null where nothing can explain.</summary>
    public Func<ReadOnlyMemory<byte>, string, Image?>? Explain { get; init; }

    /// <summary>Gathers all of it; reads the pictures that are shown.</summary>
    /// <param name="manifest">Of the model.</param>
    /// <param name="peakMemory">Most bytes that the program held, or null where it is not known.</param>
    public ReportData Create(ModelManifest manifest, long? peakMemory)
    {
        ReportPictures pictures = new(data.ClassNames, Explain);
        IReadOnlyList<PicturePrediction> predictions = (Test ?? Validation)?.Predictions ?? [];
        ImageItem[] training = [.. data.Training.Select(picture => picture.Item)];
        return new ReportData
        {
            Subject = "Training run",
            Title = TitleOf(data.ClassNames),
            Backbone = backbone.Description,
            TrainingPictures = model.FittedPictures,
            ValidationPictures = data.Validation?.Count ?? 0,
            TestPictures = data.Test?.Count ?? 0,
            Classes = data.ClassNames.Count,
            Settings = Settings(),
            Validation = Validation,
            Test = Test,
            HeadValidation = comparison.HeadValidation,
            HeadTest = comparison.HeadTest,
            ScratchValidation = comparison.ScratchValidation,
            RejectionThreshold = RejectionThreshold,
            History = History,
            Findings = data.Findings,
            Notices = Notices,
            ClassCounts = Counts(),
            MostWrong = pictures.MostWrong(predictions),
            LeastSure = pictures.LeastSure(predictions),
            Examples = pictures.Examples(training),
            Augmented = Tuning is { } tuning && tuning.Augmentation != Datasets.Augmentation.AugmentationOptions.None
                ? pictures.Augmented(training, tuning.Augmentation, backbone.Preprocessing.Preprocessing, unchecked((ulong)options.Seed))
                : [],
            Augmentation = Tuning?.Augmentation.Describe(),
            Phases = [.. Timings.Select(timing => new PhaseUse(timing.Phase, timing.Elapsed.TotalSeconds, timing.Count, timing.Unit))],
            PeakMemory = peakMemory,
            Card = CardOf(manifest, backbone.Preprocessing.Description, backbone.Origin) with { InMLNet = InMLNet },
            Skipped = Skipped,
            Command = options.Command,
            FurtherCommands =
            [
                new("Measure the model on other pictures:", $"mlnet-transfer evaluate {CommandOutput}/model.zip FOLDER"),
                new("Classify pictures:", $"mlnet-transfer predict {CommandOutput}/model.zip PICTURE..."),
            ],
        };
    }

    /// <summary>The heading of a report: the classes, as far as there is room.</summary>
    public static string TitleOf(IReadOnlyList<string> classNames) => $"{string.Join(", ", classNames.Take(TitleClasses))}{(classNames.Count > TitleClasses ? ", ..." : "")}";

    /// <summary>The card of a model.</summary>
    public static ReportCard CardOf(ModelManifest manifest, string preprocessing, string? origin) => new()
    {
        Producer = manifest.Provenance.Producer,
        Classes = manifest.Classes,
        Backbone = manifest.Provenance.Backbone,
        BackboneSha256 = manifest.Provenance.BackboneSha256,
        BackboneLicence = manifest.Provenance.BackboneLicence,
        BackboneOrigin = origin,
        Training = manifest.Provenance.Head,
        TrainingPictures = manifest.Provenance.TrainingPictures,
        TrainingDataSha256 = manifest.Provenance.TrainingDataSha256,
        Preprocessing = preprocessing,
        Seed = manifest.Provenance.Seed,
    };

    private string CommandOutput => options.OutputFolder.Contains(' ', StringComparison.Ordinal) ? $"\"{options.OutputFolder}\"" : options.OutputFolder;

    private List<ReportSetting> Settings()
    {
        List<ReportSetting> settings =
        [
            new("training", model.Training),
            new("preprocessing", backbone.Preprocessing.Description),
        ];
        if (Tuning is FineTuningOptions tuning)
        {
            settings.Add(new("mode", options.Mode.ToString()));
            settings.Add(new("epochs, batch", string.Create(CultureInfo.InvariantCulture, $"{tuning.Epochs}, {tuning.BatchSize}")));
            settings.Add(new("optimizer", string.Create(CultureInfo.InvariantCulture, $"{tuning.Optimizer}, rate {tuning.Rate ?? FineTuningOptions.DefaultRate(tuning.Optimizer):0.##e0}, {tuning.Schedule} schedule, weight decay {tuning.WeightDecay}")));
            settings.Add(new("label smoothing, dropout", string.Create(CultureInfo.InvariantCulture, $"{tuning.LabelSmoothing}, {tuning.Dropout}")));
            settings.Add(new("augmentation", tuning.Augmentation.Describe()));
        }

        settings.Add(new("seed", options.Seed.ToString(CultureInfo.InvariantCulture)));
        settings.Add(new("licence of the backbone", backbone.Licence));
        return settings;
    }

    private ClassCount[] Counts()
    {
        int[] Of(IReadOnlyList<ExtractedPicture>? part)
        {
            int[] counts = new int[data.ClassNames.Count];
            foreach (ExtractedPicture picture in part ?? [])
            {
                counts[picture.Item.ClassIndex]++;
            }

            return counts;
        }

        (int[] training, int[] validation, int[] test) = (Of(data.Training), Of(data.Validation), Of(data.Test));
        return [.. data.ClassNames.Select((name, index) => new ClassCount(name, training[index], validation[index], test[index]))];
    }
}
