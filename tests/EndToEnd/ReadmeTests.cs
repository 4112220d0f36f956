using System.Text.RegularExpressions;

namespace MLNetTransfer.EndToEnd;

/// <summary>Every command of the README is one that the program takes, and its C# is code that compiles.</summary>
public sealed class ReadmeTests
{
    private const string Prefix = "dotnet run --project src/MLNetTransfer.Cli -c Release --no-build -- ";

    public static TheoryData<string> Commands()
    {
        TheoryData<string> data = [];
        foreach (Match block in Regex.Matches(File.ReadAllText(Repository.PathOf("README.md")), "```sh\n(.*?)```", RegexOptions.Singleline))
        {
            foreach (string line in block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                data.Add(line.Replace(Prefix, "mlnet-transfer ", StringComparison.Ordinal));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_OfTheReadme_IsUnderstood(string command)
    {
        if (!command.StartsWith("mlnet-transfer ", StringComparison.Ordinal))
        {
            // Those of .NET itself are run by .ci/run.
            Assert.Matches("^dotnet ((restore|build|test) MLNetTransfer\\.sln|publish src/MLNetTransfer\\.Cli -o publish$)", command);
            return;
        }

        // A cancelled token: the command is parsed, and stopped before it does anything.
        (int exitCode, _, string error) = await DrawnRun.RunWithInputAsync("", new CancellationToken(canceled: true), command.Split(' ')[1..]);

        Assert.True(exitCode != 2, $"{command}: {error}");
    }

    [Fact]
    public void Code_OfTheReadme_IsTheOneThatIsCompiledInTheTests()
    {
        string[] compiled = [.. Directory.GetFiles(Repository.PathOf("tests"), "ReadmeExample.cs", SearchOption.AllDirectories).Select(Shown).Order(StringComparer.Ordinal)];

        MatchCollection blocks = Regex.Matches(File.ReadAllText(Repository.PathOf("README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline);

        Assert.Equal(compiled, blocks.Select(block => block.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    // The usings, and what stands between the marks, moved to the left.
    private static string Shown(string path)
    {
        string source = File.ReadAllText(path);
        IEnumerable<string> parts = Regex.Matches(source, "^( *)// begin\n(.*?)\n*^ *// end$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[2].Value, "^" + match.Groups[1].Value, "", RegexOptions.Multiline));
        return source[..source.IndexOf("namespace", StringComparison.Ordinal)] + string.Join("\n\n", parts) + "\n";
    }
}
