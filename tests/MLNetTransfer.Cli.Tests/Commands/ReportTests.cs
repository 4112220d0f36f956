using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Cli.Commands;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class ReportTests
{
    private static readonly EvaluationReport Report = new(
        ClassificationMetrics.Compute([0, 0, 1, 1], [0.9f, 0.1f, 0.4f, 0.6f, 0.2f, 0.8f, 0.3f, 0.7f], ["rose", "tulip"]),
        [new SkippedPicture("bad.jpg", "empty file")]);

    [Fact]
    public void EvaluateTable_TwoClasses_ShowsFiguresAndConfusion()
    {
        using StringWriter writer = new();

        EvaluationTable.Write(writer, Report, verbose: false);

        string[] lines = writer.ToString().Split('\n');
        Assert.Equal("Pictures  4", lines[0]);
        Assert.StartsWith("Accuracy  0.7500 (95 %: ", lines[1], StringComparison.Ordinal);
        Assert.Contains("rose      1.0000  0.21-1.00  0.5000  0.09-0.91  0.6667         2", lines);
        Assert.Contains("rose      1      1", lines);
        Assert.Contains("  bad.jpg: empty file", lines);
    }

    [Fact]
    public void EvaluateTable_CultureWithDecimalComma_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            using StringWriter writer = new();
            EvaluationTable.Write(writer, Report, verbose: false);
            Assert.Contains("Accuracy  0.7500", writer.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0.7, ExitCode.Ok)]
    [InlineData(0.76, ExitCode.QualityGate)]
    [InlineData(null, ExitCode.Ok)]
    public void QualityGate_Accuracy_DecidesTheExitCode(double? minimum, int expected)
    {
        CliContext context = new(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null });

        Assert.Equal(expected, QualityGate.Check(context, Report, new QualityBounds { MinimumAccuracy = minimum }));
    }

    [Fact]
    public void QualityGate_NothingToEvaluateOn_IsTold()
    {
        using StringWriter error = new();
        CliContext context = new(new CliEnvironment { Out = TextWriter.Null, Error = error, In = TextReader.Null });

        Assert.Equal(ExitCode.Ok, QualityGate.Check(context, null, new QualityBounds()));
        Assert.Equal(ExitCode.QualityGate, QualityGate.Check(context, null, new QualityBounds { MinimumMacroF1 = 0.5 }));
        Assert.Contains("neither validation nor test pictures", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainSummary_ManySkipped_ShowsTenAndHowManyMore()
    {
        using StringWriter writer = new();
        SkippedPicture[] skipped = [.. Enumerable.Range(0, 12).Select(i => new SkippedPicture($"{i}.jpg", "broken"))];

        TrainSummary.WriteSkipped(writer, skipped, all: false);

        Assert.Contains("Skipped 12 files", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("and 2 more", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("11.jpg", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainSummary_Preprocessing_IsNamedOnce()
    {
        using StringWriter writer = new();
        TransferResult result = new() { ClassNames = ["a", "b"], BackboneDescription = "small", PreprocessingDescription = "torch (as said)" };

        TrainSummary.Write(writer, result, verbose: false);

        Assert.Contains("\nPreprocessing  torch (as said)\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void InfoJson_Description_HasFactsAndLayers()
    {
        using StringWriter writer = new();
        ModelDescription description = new("stock", "n.onnx", "ab", [new("Input", "3 x 224 x 224")], [new ModelLayer("conv1", "Conv", "1x64x112x112", 9408)]);

        JsonOutput.Write(writer, json => InfoCommand.WriteJson(json, description));

        using JsonDocument document = JsonDocument.Parse(writer.ToString());
        Assert.Equal("3 x 224 x 224", document.RootElement.GetProperty("facts").GetProperty("Input").GetString());
        Assert.Equal(9408, document.RootElement.GetProperty("layers")[0].GetProperty("parameters").GetInt64());
    }
}
