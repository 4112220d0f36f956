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
    public void Code_OfTheReadme_IsTheOneThatIsCompiledHere()
    {
        string[] source = File.ReadAllLines(Repository.PathOf("tests", "EndToEnd", "ReadmeExample.cs"));
        IEnumerable<string> usings = source.TakeWhile(line => !line.StartsWith("namespace", StringComparison.Ordinal));
        IEnumerable<string> body = source.SkipWhile(line => !line.EndsWith("// begin", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.EndsWith("// end", StringComparison.Ordinal))
            .Select(line => line.Length == 0 ? line : line[8..])
            .SkipLast(1);

        MatchCollection blocks = Regex.Matches(File.ReadAllText(Repository.PathOf("README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline);

        Assert.Equal(string.Join('\n', [.. usings, .. body, ""]), Assert.Single(blocks).Groups[1].Value);
    }
}
