using System.Globalization;
using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class PredictCommandTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    [Fact]
    public async Task Predict_Reject_AnswersNoneOfTheseBelowTheThreshold()
    {
        CliRun plain = await shapes.RunAsync("predict", shapes.Zip, shapes.Test, "--format", "jsonl", "--quiet");
        JsonElement[] before = Lines(plain.Output);
        float threshold = before.Select(line => line.GetProperty("probability").GetSingle()).Order().ElementAt(20);

        CliRun rejecting = await shapes.RunAsync("predict", shapes.Zip, shapes.Test, "--format", "jsonl", "--reject", ((double)threshold).ToString("R", CultureInfo.InvariantCulture));

        JsonElement[] after = Lines(rejecting.Output);
        Assert.Equal(48, after.Length);
        foreach ((JsonElement one, JsonElement other) in before.Zip(after))
        {
            bool isBelow = one.GetProperty("probability").GetSingle() < threshold;
            Assert.False(one.TryGetProperty("rejected", out _));
            Assert.Equal(isBelow, other.GetProperty("rejected").GetBoolean());
            Assert.Equal(isBelow ? "none of these" : one.GetProperty("label").GetString(), other.GetProperty("label").GetString());
            Assert.Equal(one.GetProperty("top").GetRawText(), other.GetProperty("top").GetRawText());
        }

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"none of these, below {threshold:0.000}: 20 of 48 pictures."), rejecting.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_RejectWithoutNumber_TakesTheThresholdOfTheModel()
    {
        using ImageClassifier classifier = ImageClassifier.Load(shapes.Zip);
        double threshold = classifier.RejectionThreshold!.Value;

        CliRun run = await shapes.RunAsync("predict", shapes.Zip, shapes.Test, "--format", "csv", "--top", "1", "--reject");

        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file,label,probability,rejected,error", lines[0]);
        Assert.All(lines.Skip(1).Select(line => line.Split(',')), cells => Assert.Equal(
            float.Parse(cells[2], CultureInfo.InvariantCulture) < threshold ? ("none of these", "1") : (cells[1], "0"), (cells[1], cells[3])));
        Assert.DoesNotContain(lines.Skip(1).Select(line => line.Split(',')), cells => cells[1] == "none of these" && cells[3] == "0");
    }

    [Fact]
    public async Task Predict_RejectInATable_ListsWhatItCouldBe()
    {
        string picture = Directory.GetFiles(Path.Combine(shapes.Test, "star")).Order(StringComparer.Ordinal).First();

        CliRun run = await shapes.RunAsync("predict", shapes.Other, picture, "--reject", "1", "--top", "2");

        string line = run.Output.Split('\n')[2];
        Assert.Contains("none of these", line, StringComparison.Ordinal);
        Assert.Equal(2, line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[^1].Split(", ").Length);
    }

    [Theory]
    [InlineData("1.5", "--reject is '1.5'; expected 0 to 1, or nothing")]
    [InlineData("model.zip", "--reject is 'model.zip'; expected 0 to 1, or nothing")]
    public async Task Predict_RejectNoShare_IsRefused(string value, string expected)
    {
        CliRun run = await shapes.RunAsync("predict", shapes.Zip, shapes.Test, "--reject", value);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private static JsonElement[] Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
