using System.Text.RegularExpressions;

namespace MLNetTransfer.Tests;

/// <summary>Keeps docs/architecture.md true: which folder may use which, which project may reference which, and where unsafe code is.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] OtherProjects = ["Compute", "Imaging"];

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows()
    {
        Dictionary<string, HashSet<string>> allowed = Table("folder");
        string library = Repository.PathOf("src", "MLNetTransfer");
        List<string> wrong = [];
        foreach (string folder in Directory.GetDirectories(library).Select(path => Path.GetFileName(path)!))
        {
            string[] files = Directory.GetFiles(Path.Combine(library, folder), "*.cs", SearchOption.AllDirectories);
            if (files.Length > 0 && !allowed.ContainsKey(folder))
            {
                wrong.Add($"the folder {folder} is not in the table");
                continue;
            }

            foreach (string file in files)
            {
                IEnumerable<string> used = NamespaceUse().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);
                wrong.AddRange(used.Where(each => each != folder && IsPart(each) && !allowed[folder].Contains(each)).Distinct().Select(each => $"{folder} uses {each} ({Path.GetFileName(file)})"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        bool IsPart(string name) => OtherProjects.Contains(name) || Directory.Exists(Path.Combine(library, name));
    }

    [Fact]
    public void Folders_Table_HasNoCircle()
    {
        Dictionary<string, HashSet<string>> left = Table("folder");
        while (left.Count > 0)
        {
            string[] free = [.. left.Where(entry => entry.Value.All(used => !left.ContainsKey(used))).Select(entry => entry.Key)];
            Assert.True(free.Length > 0, $"A circle among {string.Join(", ", left.Keys)}.");
            foreach (string name in free)
            {
                left.Remove(name);
            }
        }
    }

    [Fact]
    public void Projects_ReferenceOnlyWhatTheTableAllows()
    {
        Dictionary<string, HashSet<string>> allowed = Table("project");
        foreach (string path in Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Where(path => !path.Contains("PackageProbe", StringComparison.Ordinal)))
        {
            string project = Path.GetFileNameWithoutExtension(path);
            IEnumerable<string> references = ProjectReference().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value);
            Assert.All(references, reference => Assert.Contains(reference.Replace("MLNetTransfer.", "", StringComparison.Ordinal), allowed[project]));
        }
    }

    [Fact]
    public void Unsafe_IsInComputeOnly()
    {
        IEnumerable<string> files = Directory.GetFiles(Repository.PathOf("src"), "*.cs*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("MLNetTransfer.Compute" + Path.DirectorySeparatorChar, StringComparison.Ordinal));

        Assert.DoesNotContain(files, path => Unsafe().IsMatch(File.ReadAllText(path)));
    }

    // The rows of the table whose first heading is given: name to what may be used.
    private static Dictionary<string, HashSet<string>> Table(string heading)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("docs", "architecture.md"));
        int start = Array.FindIndex(lines, line => line.StartsWith($"| {heading} |", StringComparison.Ordinal));
        Assert.True(start >= 0, $"docs/architecture.md has no table of each {heading}.");
        return lines.Skip(start + 2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|'))
            .ToDictionary(
                cells => cells[0].Trim(' ', '`'),
                cells => cells.Length == 1 ? [] : cells[^1].Split(',').Select(cell => cell.Trim(' ', '`')).Where(cell => cell.Length > 0 && cell != "nothing").ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^using (?:static )?MLNetTransfer\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceUse();

    [GeneratedRegex(@"ProjectReference Include=""[^""]*/([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"\bunsafe\b(?! code)|AllowUnsafeBlocks", RegexOptions.None)]
    private static partial Regex Unsafe();
}
