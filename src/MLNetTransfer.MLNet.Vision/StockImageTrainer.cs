using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Vision;
using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.MLNet.Vision;

/// <summary>ML.NET's <see cref="ImageClassificationTrainer"/>: one dense layer by plain SGD on features of a TensorFlow network.</summary>
public sealed class StockImageTrainer : IStockTrainer
{
    internal const string Label = "Label";

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            Assembly assembly = typeof(ImageClassificationTrainer).Assembly;
            string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            return $"ML.NET {version?.Split('+', '@')[0].Trim() ?? "of an unknown version"}";
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MissingModelException">The native library of TensorFlow is not beside the program.</exception>
    public IStockModel Train(StockTrainingJob job, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(progress);
        MLContext context = new(job.Seed) { TempFilePath = job.WorkFolder };
        PlaceWeights(job);
        IDataView names = context.Data.LoadFromEnumerable(job.Classes.Select(name => new ClassRow { Name = name }).ToArray());
        ValueToKeyMappingTransformer keys = context.Transforms.Conversion.MapValueToKey(Label, nameof(StockRow.ClassName), keyData: names).Fit(Rows(context, [], job));
        IDataView training = keys.Transform(Rows(context, job.Training, job));
        IDataView? validation = job.Validation.Count == 0 ? null : keys.Transform(Rows(context, job.Validation, job));
        using StockProgress told = new(job, progress, cancellationToken);
        try
        {
            ImageClassificationTrainer trainer = context.MulticlassClassification.Trainers.ImageClassification(Options(job, validation, told.Receive));
            return new StockImageModel(context, trainer.Fit(training), training);
        }
        catch (Exception exception) when (IsMissingLibrary(exception))
        {
            throw new MissingModelException(
                "TensorFlow's native library is not beside this program, or not for this system: expected the one of the package SciSharp.TensorFlow.Redist 2.16.0, for x64. Build the program where that package is, on Windows, Linux or macOS with an x64 processor.", exception);
        }
    }

    // A temporary folder of its own for each run: ML.NET never checks whether what it cached is stale.
    private static void PlaceWeights(StockTrainingJob job)
    {
        string folder = Path.Combine(job.WorkFolder, "MLNET");
        Directory.CreateDirectory(folder);
        File.Copy(job.WeightsPath, Path.Combine(folder, job.Options.Architecture.WeightsFile), overwrite: true);
        Directory.CreateDirectory(Workspace(job));
    }

    private static string Workspace(StockTrainingJob job) => Path.Combine(job.WorkFolder, "workspace");

    // Lazily: ML.NET goes through the pictures once.
    private static IDataView Rows(MLContext context, IReadOnlyList<ImageItem> items, StockTrainingJob job) => context.Data.LoadFromEnumerable(
        items.Select(item => new StockRow { Image = StockPicture.Read(File.ReadAllBytes(item.Path)), ClassName = job.Classes[item.ClassIndex] }));

    private static ImageClassificationTrainer.Options Options(
        StockTrainingJob job, IDataView? validation, Action<ImageClassificationTrainer.ImageClassificationMetrics> metrics)
    {
        ImageClassificationTrainer.Options options = new()
        {
            FeatureColumnName = nameof(StockRow.Image),
            LabelColumnName = Label,
            Arch = ArchitectureOf(job.Options.Architecture),
            Epoch = job.Options.Epochs,
            BatchSize = job.Options.BatchSize,
            WorkspacePath = Workspace(job),
            ValidationSet = validation,
            ValidationSetFraction = null,
            MetricsCallback = metrics,
            ReuseTrainSetBottleneckCachedValues = false,
            ReuseValidationSetBottleneckCachedValues = false,
        };
        if (validation is null)
        {
            options.EarlyStoppingCriteria = null;
        }

        if (job.Options.Rate is float rate)
        {
            // Beside a schedule the rate is not looked at.
            options.LearningRate = rate;
            options.LearningRateScheduler = null;
        }

        return options;
    }

    private static ImageClassificationTrainer.Architecture ArchitectureOf(StockArchitecture architecture) => architecture.Name switch
    {
        "resnet-v2-50" => ImageClassificationTrainer.Architecture.ResnetV250,
        "resnet-v2-101" => ImageClassificationTrainer.Architecture.ResnetV2101,
        "inception-v3" => ImageClassificationTrainer.Architecture.InceptionV3,
        "mobilenet-v2" => ImageClassificationTrainer.Architecture.MobilenetV2,
        _ => throw new ArgumentException($"ML.NET has no network '{architecture.Name}'; expected {string.Join(", ", StockArchitecture.All.Select(each => each.Name))}."),
    };

    private static bool IsMissingLibrary(Exception? exception) =>
        exception is not null && (exception is DllNotFoundException or BadImageFormatException || IsMissingLibrary(exception.InnerException));
}
