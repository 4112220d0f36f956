using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;
using MLNetTransfer.Training.FeatureExtraction;

namespace MLNetTransfer;

/// <summary>One run of <see cref="StockLearning.Train"/>.</summary>
internal sealed class StockLearningRun(
    TransferOptions options, StockTrainingOptions stock, IStockTrainer trainer, IProgressReporter progress, CancellationToken cancellationToken)
{
    private const string MetricsFile = "mlnet-metrics.json";
    private const string ModelName = "mlnet-model.zip";

    private readonly List<string> _notices = [];

    public StockLearningResult Execute()
    {
        using OutputFolder output = OutputFolder.Open(options.OutputFolder);
        string weights = StockWeights.Find(stock.Architecture, stock.WeightsFolder);
        DatasetSplit folders = Scan();
        (DatasetSplit split, IReadOnlyList<SkippedPicture> skipped) = Divide(folders);
        StockTrainingJob job = Job(split, weights, Directory.CreateTempSubdirectory("mlnet-transfer-stock-").FullName);
        try
        {
            using IStockModel model = trainer.Train(job, progress, cancellationToken);
            StockLearningResult result = new()
            {
                Description = $"{trainer.Description}, {stock.Architecture.Name}",
                ClassNames = job.Classes,
                Options = job.Options,
                TrainingPictures = job.Training.Count,
                ValidationPictures = job.Validation.Count,
                TestPictures = split.Test?.Items.Count ?? 0,
                Validation = StockEvaluation.Measure(model, job.Classes, job.Validation, Of(folders.Validation, skipped), progress, cancellationToken),
                Test = StockEvaluation.Measure(model, job.Classes, split.Test?.Items ?? [], Of(folders.Test, skipped), progress, cancellationToken),
                Skipped = skipped,
                Notices = _notices,
            };
            output.Write(MetricsFile, stream => stream.Write(Encoding.UTF8.GetBytes(Metrics(result))));
            output.Write(ModelName, model.Save);
            return result with { Files = output.Files };
        }
        finally
        {
            Directory.Delete(job.WorkFolder, recursive: true);
        }
    }

    /// <summary>Puts the results of both side by side.</summary>
    public StockLearningResult Complete(StockLearningResult result, TransferResult retrained)
    {
        StockLearningResult complete = result with { Retrained = retrained };
        using OutputFolder output = OutputFolder.Open(options.OutputFolder);
        output.Write(MetricsFile, stream => stream.Write(Encoding.UTF8.GetBytes(Metrics(complete))));
        return complete;
    }

    private StockTrainingJob Job(DatasetSplit split, string weights, string folder)
    {
        int batch = Math.Min(stock.BatchSize, split.Training.Items.Count);
        if (batch < stock.BatchSize)
        {
            Notice(string.Create(CultureInfo.InvariantCulture, $"There are {batch} training pictures, fewer than a batch of {stock.BatchSize}; a batch takes all of them."));
        }

        if (split.Validation is not { Items.Count: > 0 })
        {
            Notice("Without validation pictures ML.NET's trainer does not stop by itself; it works for all epochs.");
        }

        return new StockTrainingJob
        {
            Classes = split.Training.Classes,
            Training = split.Training.Items,
            Validation = split.Validation?.Items ?? [],
            Options = stock with { BatchSize = batch },
            WeightsPath = weights,
            Seed = options.Seed,
            WorkFolder = folder,
        };
    }

    private DatasetSplit Scan()
    {
        DatasetSplit split = ImageFolder.ScanSplits(options.TrainFolder);
        ImageFolderOptions known = new() { KnownClasses = split.Training.Classes };
        split = options.ValidationFolder is string validation ? split with { Validation = ImageFolder.Scan(validation, known) } : split;
        split = options.TestFolder is string test ? split with { Test = ImageFolder.Scan(test, known) } : split;
        foreach (string warning in split.Training.Warnings.Concat(split.Validation?.Warnings ?? []).Concat(split.Test?.Warnings ?? []))
        {
            Notice(warning);
        }

        return split;
    }

    // What cannot be decoded goes first, so that the shares are those of RunData: the same seed gives both trainers the same pictures.
    private (DatasetSplit Split, IReadOnlyList<SkippedPicture> Skipped) Divide(DatasetSplit folders)
    {
        List<SkippedPicture> skipped = [];
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        ImageItem[] items = [.. folders.Training.Items, .. folders.Validation?.Items ?? [], .. folders.Test?.Items ?? []];
        using (IProgressTask task = progress.Start("Check", items.Length, "pictures"))
        {
            foreach (ImageItem item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                task.Advance();
                try
                {
                    byte[] content = File.ReadAllBytes(item.Path);
                    ImageDecoder.Decode(content);
                    keys[item.Path] = ContentKey.Of(content).ToString();
                }
                catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
                {
                    skipped.Add(new SkippedPicture(item.Path, exception.Message));
                }
            }
        }

        ImageDataset readable = Readable(folders.Training);
        IReadOnlyList<int> counts = readable.CountByClass();
        string[] empty = [.. readable.Classes.Where((_, index) => counts[index] == 0)];
        if (empty.Length > 0)
        {
            throw DatasetException.NoReadablePicture(readable.Root, empty, skipped.Count > 0 ? $" For instance {skipped[0].Path}: {skipped[0].Reason}" : "");
        }

        double validationShare = folders.Validation is null ? options.ValidationShare : 0;
        double testShare = folders.Test is null ? options.TestShare : 0;
        DatasetSplit split = validationShare + testShare == 0
            ? new DatasetSplit(readable)
            : DatasetSplit.Stratified(readable, validationShare, testShare, unchecked((ulong)options.Seed), [.. readable.Items.Select(item => keys[item.Path])]);
        return (
            split with
            {
                Validation = folders.Validation is { } validation ? Readable(validation) : split.Validation,
                Test = folders.Test is { } test ? Readable(test) : split.Test,
            },
            skipped);

        ImageDataset Readable(ImageDataset dataset) => dataset with { Items = [.. dataset.Items.Where(item => keys.ContainsKey(item.Path))] };
    }

    private static SkippedPicture[] Of(ImageDataset? folder, IReadOnlyList<SkippedPicture> skipped)
    {
        HashSet<string> paths = new(folder?.Items.Select(item => item.Path) ?? [], StringComparer.Ordinal);
        return [.. skipped.Where(picture => paths.Contains(picture.Path))];
    }

    private string Metrics(StockLearningResult result)
    {
        JsonObject root = new()
        {
            ["trainer"] = trainer.Description,
            ["seed"] = options.Seed,
            ["mlnet"] = new JsonObject
            {
                ["options"] = JsonSerializer.SerializeToNode(result.Options, RunJsonContext.Default.StockTrainingOptions),
                ["trainingPictures"] = result.TrainingPictures,
                ["validationPictures"] = result.ValidationPictures,
                ["testPictures"] = result.TestPictures,
                ["skippedPictures"] = result.Skipped.Count,
                ["validation"] = Node(result.Validation),
                ["test"] = Node(result.Test),
            },
            ["retrained"] = result.Retrained is not { } retrained ? null : new JsonObject
            {
                ["backbone"] = retrained.BackboneDescription,
                ["trainingPictures"] = retrained.TrainingPictures,
                ["validation"] = Node(retrained.Validation),
                ["test"] = Node(retrained.Test),
            },
        };
        return root.ToJsonString(RunJsonContext.Default.Options) + "\n";
    }

    private static JsonNode? Node(EvaluationReport? report) => report is null ? null : JsonNode.Parse(report.ToJson());

    private void Notice(string line)
    {
        _notices.Add(line);
        progress.Warn(line);
    }
}
