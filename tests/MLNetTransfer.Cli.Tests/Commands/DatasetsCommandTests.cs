using System.Text.Json;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class DatasetsCommandTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task List_Json_HasTheKnownSets()
    {
        CliRun run = await CliRunner.RunAsync(["datasets", "list", "--format", "json"], _cache.FullName);

        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(["shapes", "flower_photos", "hotdog", "cats_and_dogs"], document.RootElement.EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(228813984, document.RootElement[1].GetProperty("bytes").GetInt64());
        Assert.Equal("fba480ffa8aa7e0febbb511d181409f899b9baa5", document.RootElement[2].GetProperty("sha1").GetString());
    }

    [Fact]
    public async Task Path_NotDownloaded_ExitsWithThreeAndTheCommand()
    {
        CliRun run = await CliRunner.RunAsync(["datasets", "path", "hotdog"], _cache.FullName);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("mlnet-transfer datasets get hotdog", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_SetThatShips_IsItsFolder()
    {
        CliRun run = await CliRunner.RunAsync(["datasets", "path", "shapes"], _cache.FullName);

        Assert.Equal(0, run.ExitCode);
        Assert.True(Directory.Exists(Path.Combine(run.Output.Trim(), "circle")));
    }
}
