using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
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
        TransferRun run = new(options, null, progress, cancellationToken);
        using TransferRun.Preparation prepared = run.Prepare(announces: false);
        RunData data = prepared.Data;
        _notices.AddRange([.. data.Findings.Select(finding => finding.Message), .. run.Notices]);
        StockTrainingJob job = Job(data, weights, Directory.CreateTempSubdirectory("mlnet-transfer-stock-").FullName);
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
                TestPictures = data.Test?.Count ?? 0,
                Validation = Measure(model, data, data.Validation),
                Test = Measure(model, data, data.Test),
                Skipped = prepared.Extracted.Skipped,
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

    private StockTrainingJob Job(RunData data, string weights, string folder)
    {
        int batch = Math.Min(stock.BatchSize, data.Training.Count);
        if (batch < stock.BatchSize)
        {
            Notice(string.Create(CultureInfo.InvariantCulture, $"There are {batch} training pictures, fewer than a batch of {stock.BatchSize}; a batch takes all of them."));
        }

        if (data.Validation is not { Count: > 0 })
        {
            Notice("Without validation pictures ML.NET's trainer does not stop by itself; it works for all epochs.");
        }

        return new StockTrainingJob
        {
            Classes = data.ClassNames,
            Training = Items(data.Training),
            Validation = Items(data.Validation ?? []),
            Options = stock with { BatchSize = batch },
            WeightsPath = weights,
            Seed = options.Seed,
            WorkFolder = folder,
        };
    }

    private static ImageItem[] Items(IReadOnlyList<ExtractedPicture> pictures) => [.. pictures.Select(picture => picture.Item)];

    // As every other model is measured.
    private EvaluationReport? Measure(IStockModel model, RunData data, IReadOnlyList<ExtractedPicture>? part)
    {
        if (part is not { Count: > 0 })
        {
            return null;
        }

        EvaluationBuilder builder = new(data.ClassNames, new EvaluationOptions { MaximumErrorRate = options.MaximumErrorRate });
        using IProgressTask task = progress.Start("Evaluate", part.Count, "pictures");
        foreach (ImageItem item in Items(part))
        {
            cancellationToken.ThrowIfCancellationRequested();
            builder.Add(item.Path, item.ClassIndex, model.Score(StockPicture.Read(File.ReadAllBytes(item.Path))));
            task.Advance();
        }

        return builder.ToReport(data.SkippedOf(part));
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
