using System.Globalization;
using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class EvaluateCommandTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    [Fact]
    public async Task Evaluate_Table_HasTheFiguresAndTheThresholdOfTheModel()
    {
        CliRun run = await shapes.RunAsync("evaluate", shapes.Zip, shapes.Test, "--top", "2", "--max-error", "0.5");

        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n');
        Assert.Equal("Pictures  48", lines[0]);
        Assert.StartsWith("Top 2     ", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("ROC area  ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ECE       ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Reject    ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("          by the threshold of the model, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_Predictions_HaveALineAPictureThatAgreesWithTheJson()
    {
        string file = shapes.PathOf("new", "folder", "answers.csv");

        CliRun run = await shapes.RunAsync("evaluate", shapes.Zip, shapes.Test, "--format", "json", "--predictions", file, "--quiet");

        string[] lines = await File.ReadAllLinesAsync(file);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        Assert.Equal("path,actual,predicted,confidence,probabilityOfActual", lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.Equal(report.RootElement.GetProperty("images").GetInt32(), rows.Length);
        Assert.Equal(report.RootElement.GetProperty("accuracy").GetDouble(), rows.Count(row => row[1] == row[2]) / (double)rows.Length, 1e-12);
        Assert.Equal(report.RootElement.GetProperty("logLoss").GetDouble(), rows.Average(row => -Math.Log(double.Parse(row[4], CultureInfo.InvariantCulture))), 1e-6);
        Assert.All(rows, row => Assert.Equal(Path.GetFileName(Path.GetDirectoryName(row[0])), row[1]));
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Evaluate_BoundsThatCannotBeReached_AreAllNamed()
    {
        CliRun run = await shapes.RunAsync(
            "evaluate", shapes.Other, shapes.Test, "--quiet", "--gate-on-lower-bound", "--min-accuracy", "1", "--min-macro-f1", "1", "--top", "1", "--min-top-k", "1",
            "--min-class-recall", "1", "--max-log-loss", "0", "--max-ece", "0");

        Assert.Equal(ExitCode.QualityGate, run.ExitCode);
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("error: The lower end of the 95 % interval of the accuracy (", StringComparison.Ordinal));
        foreach (string option in (string[])["--min-accuracy", "--min-macro-f1", "--min-top-k", "--min-class-recall", "--max-log-loss", "--max-ece"])
        {
            Assert.Contains(lines, line => line.EndsWith($" that {option} asks for.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("evaluate x y --gate-on-lower-bound", "give --min-accuracy with it")]
    [InlineData("evaluate x y --min-class-recall 2", "--min-class-recall is 2; expected 0 to 1.")]
    [InlineData("evaluate x y --max-log-loss -1", "--max-log-loss is -1; expected 0 or more.")]
    [InlineData("evaluate x y --max-error 5", "--max-error is 5; expected 0 to 1.")]
    [InlineData("evaluate x y --top 0", "--top is 0; expected at least 1.")]
    [InlineData("train x -o y --max-error NaN", "--max-error is NaN; expected 0 to 1.")]
    [InlineData("train x -o y --gate-on-lower-bound", "give --min-accuracy with it")]
    public async Task Evaluate_WrongUse_SaysWhat(string line, string expected)
    {
        CliRun run = await shapes.RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_PredictionsIntoAFileThatIsAFolder_SaysSo()
    {
        CliRun run = await shapes.RunAsync("evaluate", shapes.Zip, shapes.Test, "--predictions", shapes.Test);

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }
}
