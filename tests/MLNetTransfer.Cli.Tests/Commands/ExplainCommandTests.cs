using System.Text.Json;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class ExplainCommandTests(ExplainCommandTests.Model model) : IClassFixture<ExplainCommandTests.Model>
{
    private static readonly string Star = Repository.PathOf("datasets", "shapes", "star", "star-0001.jpg");
    private static readonly string Ring = Repository.PathOf("datasets", "shapes", "ring", "ring-0002.jpg");

    [Fact]
    public async Task Explain_OnePicture_DrawsItAndSaysWhere()
    {
        string output = model.Folder.PathOf("one", "why.png");

        CliRun run = await CliRunner.RunAsync(["explain", model.Onnx, Star, "--output", output, "--top", "2", "--threads", "1"]);

        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("PICTURE", lines[0], StringComparison.Ordinal);
        Assert.Contains("star-0001.jpg  star ", lines[2], StringComparison.Ordinal);
        Assert.Contains($"Drew 1 picture into {output}.", run.Error, StringComparison.Ordinal);
        Image sheet = ImageDecoder.DecodeFile(output).Image;
        Assert.Equal(8 + (3 * 328), sheet.Width);
        Assert.Equal([output], Directory.GetFiles(model.Folder.PathOf("one")));
    }

    [Fact]
    public async Task Explain_Folder_DrawsEachAndPassesOverWhatIsBroken()
    {
        string folder = model.Folder.PathOf("pictures");
        model.Folder.Write(Path.Combine("pictures", "a", "same.jpg"), await File.ReadAllBytesAsync(Star));
        model.Folder.Write(Path.Combine("pictures", "b", "same.jpg"), await File.ReadAllBytesAsync(Ring));
        model.Folder.Write(Path.Combine("pictures", "broken.jpg"), [1, 2, 3]);
        string output = model.Folder.PathOf("many");

        CliRun run = await CliRunner.RunAsync(["explain", model.Onnx, folder, "-o", output, "--threads", "1"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["same-2.png", "same.png"], Directory.GetFiles(output).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Contains("broken.jpg: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Drew 2 pictures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Json_HoldsTheHeatOfTheClass()
    {
        CliRun run = await CliRunner.RunAsync(
            ["explain", model.Onnx, Star, Ring, "--class", "ring", "--method", "occlusion", "--patch", "40", "--stride", "20", "--format", "json", "--threads", "1", "--quiet"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal([Star, Ring], json.RootElement.EnumerateArray().Select(each => each.GetProperty("picture").GetString()));
        JsonElement first = json.RootElement[0];
        Assert.Equal(("ring", "occlusion", JsonValueKind.Null), (first.GetProperty("class").GetString(), first.GetProperty("method").GetString(), first.GetProperty("layer").ValueKind));
        JsonElement heat = first.GetProperty("heat");
        Assert.Equal(heat.GetProperty("columns").GetInt32() * heat.GetProperty("rows").GetInt32(), heat.GetProperty("values").GetArrayLength());
        Assert.InRange(first.GetProperty("centre").GetProperty("x").GetDouble(), 0, 1);
        Assert.InRange(first.GetProperty("hottestTenth").GetDouble(), 0, 1);
    }

    [Theory]
    [InlineData("--class pink", "no class 'pink'; it has", ExitCode.Usage)]
    [InlineData("--top 0", "0 classes are to be explained", ExitCode.Usage)]
    [InlineData("--patch 9", "they belong to Occlusion", ExitCode.Usage)]
    [InlineData("--method guess", "Argument 'guess' not recognized", ExitCode.Usage)]
    [InlineData("--layer nowhere", "neither a node nor a value 'nowhere'", ExitCode.Failure)]
    public async Task Explain_WrongUse_SaysWhatIsWrong(string switches, string expected, int exitCode)
    {
        CliRun run = await CliRunner.RunAsync(["explain", model.Onnx, Star, "--threads", "1", .. switches.Split(' ')]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Explain_OutputThatDoesNotFit_SaysSo()
    {
        CliRun two = await CliRunner.RunAsync(["explain", model.Onnx, Star, Ring, "--output", model.Folder.PathOf("two.png")]);
        CliRun none = await CliRunner.RunAsync(["explain", model.Onnx, model.Folder.PathOf("absent.jpg")]);

        Assert.Equal(ExitCode.Usage, two.ExitCode);
        Assert.Contains("there are 2 pictures; give a folder", two.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Data, none.ExitCode);
        Assert.Contains("absent.jpg", none.Error, StringComparison.Ordinal);
    }

    // A ring among the stars is an error of the folder, and the worst there is.
    [Fact]
    public async Task Explain_ErrorsOfAFolder_ExplainsTheAnswerAndTheActualClass()
    {
        string folder = model.Folder.PathOf("labelled");
        model.Folder.Write(Path.Combine("labelled", "star", "right.jpg"), await File.ReadAllBytesAsync(Star));
        model.Folder.Write(Path.Combine("labelled", "star", "wrong.jpg"), await File.ReadAllBytesAsync(Ring));
        model.Folder.Write(Path.Combine("labelled", "ring", "ring.jpg"), await File.ReadAllBytesAsync(Ring));
        string output = model.Folder.PathOf("errors");

        CliRun run = await CliRunner.RunAsync(["explain", model.Onnx, "--errors-of", folder, "-o", output, "--threads", "1"]);
        CliRun both = await CliRunner.RunAsync(["explain", model.Onnx, Star, "--errors-of", folder]);
        CliRun neither = await CliRunner.RunAsync(["explain", model.Onnx]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 of 3 pictures are classified wrongly.", run.Error, StringComparison.Ordinal);
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Contains("wrong.jpg  ring ", lines[2], StringComparison.Ordinal);
        Assert.Contains("wrong.jpg  star ", lines[3], StringComparison.Ordinal);
        Assert.Equal([Path.Combine(output, "wrong.png")], Directory.GetFiles(output));
        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (both.ExitCode, neither.ExitCode));
        Assert.Contains("Give either pictures or --errors-of", neither.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TensorBoard_LeftEventFiles() =>
        Assert.Single(Directory.GetFiles(model.Folder.PathOf("board", "head"), "events.out.tfevents.*"));

    /// <summary>A head on the built-in backbone, trained on a part of the set that ships.</summary>
    public sealed class Model : IDisposable
    {
        public Model()
        {
            foreach (string shape in (ReadOnlySpan<string>)["ring", "star"])
            {
                foreach (string path in Directory.GetFiles(Repository.PathOf("datasets", "shapes", shape), "*.jpg").Order(StringComparer.Ordinal).Take(20))
                {
                    Folder.Write(Path.Combine("shapes", shape, Path.GetFileName(path)), File.ReadAllBytes(path));
                }
            }

            CliRun run = CliRunner.RunAsync(
                [
                    "train", Folder.PathOf("shapes"), "--output", Folder.PathOf("run"), "--mode", "head", "--no-cache", "--validation", "0.2", "--threads", "1", "--quiet",
                    "--tensorboard", Folder.PathOf("board"),
                ]).GetAwaiter().GetResult();
            Assert.True(run.ExitCode == 0, run.Error);
        }

        public TemporaryFolder Folder { get; } = new();

        public string Onnx => Folder.PathOf("run", "model.onnx");

        public void Dispose() => Folder.Dispose();
    }
}
