namespace MLNetTransfer.Cli.Tests;

public sealed class CliApplicationTests
{
    public static TheoryData<string> HelpTexts => [.. Directory.GetFiles(Repository.PathOf("tests", "MLNetTransfer.Cli.Tests", "Expectations", "Help"), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(HelpTexts))]
    public async Task RunAsync_Help_IsTheExpectedText(string name)
    {
        string[] verb = name == "root" ? [] : [.. name.Split('-').Select(part => part.Replace('_', '-'))];
        string expected = await File.ReadAllTextAsync(Repository.PathOf("tests", "MLNetTransfer.Cli.Tests", "Expectations", "Help", name + ".txt"));

        CliRun run = await CliRunner.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected.TrimEnd(), WithoutTrailingSpaces(run.Output));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void HelpTexts_Verbs_AreAllThere() => Assert.Equal(22, HelpTexts.Count);

    [Theory]
    [InlineData("", "Required command was not provided.", "See: mlnet-transfer --help")]
    [InlineData("backbones", "Required command was not provided.", "See: mlnet-transfer backbones --help")]
    [InlineData("trian x", "'trian'", "Did you mean 'train'?")]
    [InlineData("train x --outptu y", "'--outptu'", "Did you mean '--output'?")]
    [InlineData("train", "Required argument missing", "See: mlnet-transfer train --help")]
    [InlineData("train x", "Option '--output' is required.", "See: mlnet-transfer train --help")]
    [InlineData("train x -o y --seed many", "Cannot parse argument 'many'", "See: mlnet-transfer train --help")]
    [InlineData("train x -o y --head wide:7", "--head is 'wide:7'; expected softmax or dense:N", "error:")]
    [InlineData("train x -o y --dropout 0.3 --mode head", "nothing to drop", "--head dense:N")]
    [InlineData("train x -o y --head-epochs 3", "belongs to a hidden layer", "--head dense:N")]
    [InlineData("train x -o y --validation 1.5", "The validation share is 1.5; expected 0 to 0.9.", "error:")]
    [InlineData("train x -o y --mean 1,2", "expected three numbers", "0.485,0.456,0.406")]
    [InlineData("train x -o y --std a,b,c", "--std is 'a,b,c'", "0.485,0.456,0.406")]
    [InlineData("train x -o y --size 100 --crop 200", "larger than the size", "error:")]
    [InlineData("train x -o y --threads -1", "--threads is -1; expected at least 0.", "See:")]
    [InlineData("predict model.zip", "Required argument missing", "See: mlnet-transfer predict --help")]
    [InlineData("predict model.zip a.jpg --top 0", "--top is 0; expected at least 1.", "See:")]
    [InlineData("evaluate model.zip folder --min-accuracy 90", "--min-accuracy is 90; expected 0 to 1.", "See:")]
    [InlineData("evaluate model.zip folder --format xml", "Argument 'xml' not recognized", "See:")]
    [InlineData("backbones get mobilnetv2", "There is no network 'mobilnetv2'.", "Did you mean 'mobilenetv2'?")]
    [InlineData("backbones get zzzzzz", "There is no network 'zzzzzz'.", "Known are resnet18")]
    [InlineData("datasets path flower_photo", "There is no data set 'flower_photo'.", "Did you mean 'flower_photos'?")]
    [InlineData("backbones get resnet18 --from /no/such/file", "/no/such/file is not there; expected a file.", "error:")]
    public async Task RunAsync_WrongUse_SaysWhatAndExitsWithTwo(string line, string expected, string alsoExpected)
    {
        CliRun run = await CliRunner.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), cache: "/nonexistent");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains(alsoExpected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task RunAsync_Version_IsWrittenToOutput()
    {
        CliRun run = await CliRunner.RunAsync(["--version"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
    }

    private static string WithoutTrailingSpaces(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd();
}
