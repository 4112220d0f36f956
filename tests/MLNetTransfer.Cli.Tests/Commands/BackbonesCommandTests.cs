using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class BackbonesCommandTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task List_Json_HasTheFactsOfEachNetwork()
    {
        CliRun run = await CliRunner.RunAsync(["backbones", "list", "--format", "json"], _cache.FullName);

        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement mobilenet = document.RootElement.EnumerateArray().Single(item => item.GetProperty("name").GetString() == "mobilenetv2-12");
        Assert.Equal(10, document.RootElement.GetArrayLength());
        Assert.Equal(13964571, mobilenet.GetProperty("bytes").GetInt64());
        Assert.Equal("mobilenetv2", mobilenet.GetProperty("aliases")[0].GetString());
        Assert.Equal(JsonValueKind.Null, mobilenet.GetProperty("path").ValueKind);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task List_Table_SaysWhatIsHere()
    {
        using (FileStream file = File.Create(Directory.CreateDirectory(_cache.PathOf("backbones")).FullName + "/resnet18-v1-7.onnx"))
        {
            file.SetLength(46820737);
        }

        CliRun run = await CliRunner.RunAsync(["backbones", "list"], _cache.FullName);

        string[] lines = run.Output.Split('\n');
        Assert.StartsWith("NAME ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("resnet18-v1-7 ", StringComparison.Ordinal) && line.Contains("44.7 MiB  yes", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("resnet34-v1-7 ", StringComparison.Ordinal) && line.Contains("83.3 MiB  no", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Path_NotDownloaded_ExitsWithFiveAndTheCommand()
    {
        CliRun run = await CliRunner.RunAsync(["backbones", "path", "mobilenetv2"], _cache.FullName);

        Assert.Equal(ExitCode.MissingModel, run.ExitCode);
        Assert.Contains("mlnet-transfer backbones get mobilenetv2", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Get_WrongCopy_ExitsWithOneAndSaysFoundAndExpected()
    {
        string copy = _cache.Write("copy.onnx", [1, 2, 3]);

        CliRun run = await CliRunner.RunAsync(["backbones", "get", "squeezenet", "--from", copy], _cache.FullName);

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("found 3 bytes, expected 4956208", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(copy));
    }
}
