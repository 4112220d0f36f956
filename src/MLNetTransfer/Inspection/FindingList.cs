using System.Globalization;

namespace MLNetTransfer.Inspection;

/// <summary>Collects findings; what has no pictures is left out.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    /// <summary>The most serious first, otherwise in the order of the checks.</summary>
    public IReadOnlyList<Finding> ToList() => [.. _findings.OrderByDescending(finding => finding.Severity)];

    /// <summary>Adds a finding about single files.</summary>
    public void Files(string check, FindingSeverity severity, IEnumerable<string> paths, Func<int, string> message) =>
        Groups(check, severity, paths.Select(path => new[] { path }), message);

    /// <summary>Adds a finding about groups of files that belong together.</summary>
    public void Groups(string check, FindingSeverity severity, IEnumerable<IReadOnlyList<string>> groups, Func<int, string> message)
    {
        IReadOnlyList<string>[] all = [.. groups];
        if (all.Length > 0)
        {
            _findings.Add(new Finding(check, severity, message(all.Length), all));
        }
    }

    /// <summary>Adds a finding that is not about files.</summary>
    public void Add(string check, FindingSeverity severity, string message) => _findings.Add(new Finding(check, severity, message, []));

    /// <summary>A number and a noun.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>The one or the other word, by the number.</summary>
    public static string Are(int count) => count == 1 ? "is" : "are";
}
