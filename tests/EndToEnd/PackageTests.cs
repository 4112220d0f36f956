using System.IO.Compression;

namespace MLNetTransfer.EndToEnd;

/// <summary>What <c>dotnet pack</c> gives: installed, referenced and run from a local folder.</summary>
public sealed class PackageTests(DrawnRun run) : IClassFixture<DrawnRun>
{
    private static readonly string[] Packed = ["MLNetTransfer.Compute", "MLNetTransfer.Imaging", "MLNetTransfer", "MLNetTransfer.Extensions", "MLNetTransfer.Cli"];

    [Fact]
    public async Task Pack_ToolAndLibrary_InstallAndRun()
    {
        string feed = run.PathOf("feed");
        foreach (string project in Packed)
        {
            await SucceedAsync("dotnet", run.PathOf(), "pack", Repository.PathOf("src", project), "--no-build", "-c", DotNet.Configuration, "-o", feed);
        }

        CheckContent(feed);
        await ToolTrainsPredictsAndExports(feed);
        await LibraryClassifies(feed);
    }

    private static void CheckContent(string feed)
    {
        foreach (string package in Directory.GetFiles(feed, "*.nupkg"))
        {
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", names);
            Assert.Contains("icon.png", names);
            Assert.Contains(names, name => name.EndsWith(".xml", StringComparison.Ordinal) && name.Contains("net10.0", StringComparison.Ordinal));
        }

        Assert.Equal(Packed.Length, Directory.GetFiles(feed, "*.nupkg").Length);
    }

    private async Task ToolTrainsPredictsAndExports(string feed)
    {
        string tools = run.PathOf("tools");
        await SucceedAsync("dotnet", run.PathOf(), "tool", "install", "mlnet-transfer", "--tool-path", tools, "--source", feed);
        string tool = Path.Combine(tools, OperatingSystem.IsWindows() ? "mlnet-transfer.exe" : "mlnet-transfer");
        string output = run.PathOf("tool-run");

        await SucceedAsync(tool, run.PathOf(), "train", run.Pictures, "--backbone", run.Backbone, "--crop", "48", "--mode", "head", "--output", output);
        string predicted = await SucceedAsync(tool, run.PathOf(), "predict", Path.Combine(output, "model.zip"), run.Picture);
        string exported = await SucceedAsync(tool, run.PathOf(), "export", Path.Combine(output, "model.zip"), "--onnx", run.PathOf("tool.onnx"), "--verify", run.Picture);
        string path = await SucceedAsync(tool, run.PathOf(), "datasets", "path", "shapes");

        Assert.Contains(Path.GetFileName(run.Picture), predicted, StringComparison.Ordinal);
        Assert.Contains("1 of 1 pictures", exported, StringComparison.Ordinal);
        Assert.True(Directory.Exists(path.Trim()), path);
    }

    // The packages of the feed come from there alone, what they depend on from where the machine takes its packages; nothing stays in the machine's store.
    private async Task LibraryClassifies(string feed)
    {
        string folder = run.PathOf("consumer");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(folder, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MLNetTransfer" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using ImageClassifier classifier = MLNetTransfer.ImageClassifier.Load(args[0]);
            Console.WriteLine(classifier.Classify(args[1], 1)[0].Label);
            """.Replace("using ImageClassifier", "using MLNetTransfer.ImageClassifier", StringComparison.Ordinal));

        string output = await SucceedAsync("dotnet", folder, "run", "-c", "Release", "--", Path.Combine(run.Output, "model.zip"), run.Picture);

        using ImageClassifier classifier = ImageClassifier.Load(Path.Combine(run.Output, "model.zip"), new ImageClassifierOptions { Threads = 1 });
        Assert.EndsWith(classifier.Classify(run.Picture, 1)[0].Label, output.Trim(), StringComparison.Ordinal);
    }

    private static async Task<string> SucceedAsync(string program, string folder, params string[] arguments)
    {
        (int exitCode, string output) = await DotNet.RunAsync(program, folder, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {exitCode}\n{output}");
        return output;
    }
}
