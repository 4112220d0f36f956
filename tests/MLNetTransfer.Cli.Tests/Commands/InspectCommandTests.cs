using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InspectCommandTests()
    {
        foreach (string name in new[] { "star", "ring" })
        {
            for (int index = 1; index <= 4; index++)
            {
                string split = index == 4 ? "val" : "train";
                _folder.Write($"pictures/{split}/{name}/{index}.jpg", File.ReadAllBytes(Repository.PathOf("datasets", "shapes", name, $"{name}-000{index}.jpg")));
            }
        }
    }

    private string Pictures => _folder.PathOf("pictures");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_LeakAndBrokenFile_AreOnTheTable()
    {
        Plant();

        CliRun run = await CliRunner.RunAsync(["inspect", Pictures]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Pictures  10 (", run.Output, StringComparison.Ordinal);
        Assert.Contains("error: exact-duplicates-across-splits\n  1 group of copies", run.Output, StringComparison.Ordinal);
        Assert.Contains("error: broken-files", run.Output, StringComparison.Ordinal);
        Assert.Contains("CLASS   TRAIN  VALIDATION", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Strict_EndsWithTheQualityGateOnlyWhenThereAreErrors()
    {
        Assert.Equal(0, (await CliRunner.RunAsync(["inspect", Pictures, "--strict"])).ExitCode);
        Plant();
        Assert.Equal(4, (await CliRunner.RunAsync(["inspect", Pictures, "--strict"])).ExitCode);
    }

    [Fact]
    public async Task Inspect_Json_HasSummaryAndFindings()
    {
        Plant();

        CliRun run = await CliRunner.RunAsync(["inspect", Pictures, "--format", "json", "--quiet"]);

        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(10, document.RootElement.GetProperty("summary").GetProperty("pictures").GetInt32());
        JsonElement leak = document.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == "exact-duplicates-across-splits");
        Assert.Equal("Error", leak.GetProperty("severity").GetString());
        Assert.Equal(2, leak.GetProperty("groups")[0].GetArrayLength());
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Inspect_Report_WritesThePage()
    {
        string page = _folder.PathOf("new", "data.html");

        CliRun run = await CliRunner.RunAsync(["inspect", Pictures, "--report", page]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Assert.Contains(page, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_ModelAndBackbone_AreNotTakenTogether()
    {
        CliRun run = await CliRunner.RunAsync(["inspect", Pictures, "--model", "m.zip", "--backbone", "b.onnx"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("give one of them", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_PlanApplyUndo_IsARoundTrip()
    {
        Plant();
        string plan = _folder.PathOf("plan.csv");
        string[] before = Files();

        CliRun nothing = await CliRunner.RunAsync(["clean", Pictures]);
        CliRun planned = await CliRunner.RunAsync(["clean", Pictures, "--plan", plan]);
        CliRun dry = await CliRunner.RunAsync(["clean", Pictures, "--apply", plan, "--dry-run"]);
        Assert.Equal(before, Files());
        CliRun applied = await CliRunner.RunAsync(["clean", Pictures, "--apply", plan]);

        Assert.Equal([0, 0, 0, 0], new[] { nothing, planned, dry, applied }.Select(run => run.ExitCode));
        Assert.Contains("Nothing was changed.", nothing.Output, StringComparison.Ordinal);
        Assert.Contains("2 files would be moved", planned.Output, StringComparison.Ordinal);
        Assert.Contains("2 files would be moved; nothing was changed.", dry.Output, StringComparison.Ordinal);
        Assert.Contains("2 files moved.", applied.Output, StringComparison.Ordinal);
        Assert.Equal(before.Except(["train/star/1.jpg", "train/ring/broken.jpg"]), Files());
        string undo = Directory.GetFiles(_folder.PathOf("pictures-removed"), "undo-*.csv").Single();
        Assert.Contains(undo, applied.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CliRunner.RunAsync(["inspect", Pictures, "--strict"])).ExitCode);

        CliRun undone = await CliRunner.RunAsync(["clean", Pictures, "--undo", undo]);

        Assert.Equal(0, undone.ExitCode);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Clean_ChangedFile_IsADataProblem()
    {
        Plant();
        string plan = _folder.PathOf("plan.csv");
        await CliRunner.RunAsync(["clean", Pictures, "--plan", plan]);
        _folder.Write("pictures/train/ring/broken.jpg", "another text"u8);

        CliRun run = await CliRunner.RunAsync(["clean", Pictures, "--apply", plan]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("train/ring/broken.jpg: the file has changed since the plan was made", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("pictures", "train", "star", "1.jpg")));
    }

    [Fact]
    public async Task Clean_PlanAndApply_AreNotTakenTogether() =>
        Assert.Equal(2, (await CliRunner.RunAsync(["clean", Pictures, "--plan", "a.csv", "--apply", "b.csv"])).ExitCode);

    private void Plant()
    {
        _folder.Write("pictures/val/star/leak.jpg", File.ReadAllBytes(_folder.PathOf("pictures", "train", "star", "1.jpg")));
        _folder.Write("pictures/train/ring/broken.jpg", "no picture"u8);
    }

    private string[] Files() => [.. Directory.GetFiles(Pictures, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Pictures, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
