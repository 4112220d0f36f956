using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal static class EvaluateCommand
{
    private const int ConfusionShown = 20;

    internal static Command Create(CliContext context)
    {
        Argument<string> model = CommonOptions.CreateModel();
        Argument<string> folder = new("folder") { Description = "Folder with one sub-folder of pictures for each class.", HelpName = "FOLDER" };
        Option<string> format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        Option<int> threads = CommonOptions.CreateThreads();
        Option<double?> minimumAccuracy = CommonOptions.CreateMinimumAccuracy();
        InputOptions input = new();
        VerbCommand command = new(
            "evaluate",
            "Measures a model on a folder of labelled pictures.",
            ("mlnet-transfer evaluate runs/flowers/model.zip flowers/val", "Accuracy, figures for each class, and what is confused with what."),
            ("mlnet-transfer evaluate runs/flowers/model.onnx flowers/val --format json --min-accuracy 0.9", "JSON for a script, and exit code 4 below 0.9."))
        {
            model, folder, format, minimumAccuracy, threads,
        };
        input.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            IProgressReporter progress = context.Progress(result);
            ImageClassifierOptions options = new() { Preprocessing = input.Read(result), Threads = result.GetValue(threads) };
            using ImageClassifier classifier = ImageClassifier.Load(result.GetValue(model)!, options);
            ImageDataset dataset = ImageFolder.Scan(result.GetValue(folder)!, new ImageFolderOptions { KnownClasses = classifier.ClassNames });
            foreach (string warning in dataset.Warnings)
            {
                progress.Warn(warning);
            }

            EvaluationReport report = classifier.Evaluate(dataset, progress, cancellationToken);
            if (result.GetValue(format) == OutputFormat.Json)
            {
                context.Out.Write(report.ToJson() + "\n");
            }
            else
            {
                WriteTable(context.Out, report, result.GetValue(context.Verbose));
            }

            return Task.FromResult(QualityGate.Check(context, report, result.GetValue(minimumAccuracy)));
        });
        return command;
    }

    internal static void WriteTable(TextWriter writer, EvaluationReport report, bool verbose)
    {
        ClassificationMetrics metrics = report.Metrics;
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Pictures  {metrics.Images}\n"));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Accuracy  {metrics.Accuracy:0.0000} (95 %: {metrics.AccuracyInterval.Low:0.000} to {metrics.AccuracyInterval.High:0.000})\n"));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Top 5     {metrics.Top5:0.0000}\n"));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Macro F1  {metrics.MacroF1:0.0000}\n"));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Log loss  {metrics.LogLoss:0.0000}\n\n"));
        int[] shown = [.. Enumerable.Range(0, metrics.Classes.Count).Where(index => metrics.Classes[index].Support > 0 || metrics.Classes.Count <= ConfusionShown)];
        TableWriter classes = new("CLASS", ">PRECISION", ">RECALL", ">F1", ">PICTURES");
        foreach (int index in shown)
        {
            ClassMetrics item = metrics.Classes[index];
            classes.Add(item.Name, Share(item.Precision), Share(item.Recall), Share(item.F1), Quantity.Count(item.Support));
        }

        classes.WriteTo(writer);
        if (metrics.Classes.Count <= ConfusionShown)
        {
            writer.Write("\nRows are the true classes, columns the predicted ones.\n");
            TableWriter confusion = new(["", .. metrics.Classes.Select(item => ">" + item.Name)]);
            for (int row = 0; row < metrics.Classes.Count; row++)
            {
                confusion.Add([metrics.Classes[row].Name, .. metrics.Confusion[row].Select(Quantity.Count)]);
            }

            confusion.WriteTo(writer);
        }

        TrainSummary.WriteSkipped(writer, report.Skipped, verbose);
    }

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
