using System.Text.Json;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class CompareCommandTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    [Fact]
    public async Task Compare_TwoModels_ShowsBothTheVerdictAndWhereTheyDiffer()
    {
        string csv = shapes.PathOf("differences.csv");
        string grid = shapes.PathOf("differences.png");

        CliRun run = await shapes.RunAsync("compare", shapes.Zip, shapes.Other, shapes.Test, "--differences", csv, "--grid", grid);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"A  {shapes.Zip}", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nVerdict     A is better, by ", run.Output, StringComparison.Ordinal);
        Assert.Contains("McNemar's test", run.Output, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(csv);
        Assert.Equal("path,actual,a,confidenceOfA,b,confidenceOfB,right", lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.All(rows, row => Assert.Equal(row[1] == row[2] ? "A" : row[1] == row[4] ? "B" : "neither", row[6]));
        Assert.All(rows, row => Assert.NotEqual(row[2], row[4]));
        Assert.Contains($"and {rows.Length - 10} more; --verbose shows all", run.Output, StringComparison.Ordinal);
        Assert.InRange(ImageDecoder.DecodeFile(grid).Image.Height, 220, 10_000);
    }

    [Fact]
    public async Task Compare_Json_AddsUp()
    {
        CliRun run = await shapes.RunAsync("compare", shapes.Other, shapes.Zip, shapes.Test, "--format", "json", "--quiet");

        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        int Count(string name) => root.GetProperty(name).GetInt32();
        Assert.Equal(48, Count("bothRight") + Count("onlyA") + Count("onlyB") + Count("bothWrong"));
        Assert.Equal(root.GetProperty("b").GetProperty("accuracy").GetDouble() - root.GetProperty("a").GetProperty("accuracy").GetDouble(), root.GetProperty("difference").GetDouble(), 1e-12);
        Assert.InRange(root.GetProperty("difference").GetDouble(), root.GetProperty("differenceInterval").GetProperty("low").GetDouble(), root.GetProperty("differenceInterval").GetProperty("high").GetDouble());
        Assert.Equal(Count("onlyA"), root.GetProperty("differences").EnumerateArray().Count(picture => picture.GetProperty("right").GetString() == "A"));
        Assert.StartsWith("B is better", root.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_SameModel_IsTheSameAndDrawsNothing()
    {
        string grid = shapes.PathOf("nothing.png");

        CliRun run = await shapes.RunAsync("compare", shapes.Zip, shapes.Zip, shapes.Test, "--grid", grid, "--no-worse", "0.2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("No difference that these 48 pictures can show: p = 1.0000", run.Output, StringComparison.Ordinal);
        Assert.Contains("The answers are the same for every picture.", run.Output, StringComparison.Ordinal);
        Assert.Contains("was not drawn", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(grid));
    }

    [Theory]
    [InlineData(false, "--min-gain", "0", 4, "that --min-gain asks for")]
    [InlineData(false, "--no-worse", "0.05", 4, "that --no-worse allows")]
    [InlineData(true, "--min-gain", "0", 0, "")]
    [InlineData(true, "--no-worse", "0", 0, "")]
    public async Task Compare_Gate_LooksAtTheLowerEndOfTheInterval(bool secondIsBetter, string option, string value, int expected, string message)
    {
        (string first, string second) = secondIsBetter ? (shapes.Other, shapes.Zip) : (shapes.Zip, shapes.Other);

        CliRun run = await shapes.RunAsync("compare", first, second, shapes.Test, option, value, "--quiet");

        Assert.Equal(expected, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
