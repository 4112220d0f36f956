using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MLNetTransfer.Files;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>What is to be done to the files of a data set: a table that people read and change in a spreadsheet (<c>docs/formats/cleaning-plan.md</c>).</summary>
/// <param name="Changes">One for each file.</param>
public sealed record CleaningPlan(IReadOnlyList<PlannedChange> Changes)
{
    private static readonly string[] Columns = ["action", "path", "target", "reason", "bytes", "sha256"];

    /// <summary>Digest of the lines that change something, by which what belongs to a plan is named.</summary>
    internal string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToText(Changes.Where(change => change.Action != CleaningAction.Keep)))))[..12];

    /// <summary>Proposes what to do about the findings of an inspection. What a person has to decide gets <see cref="CleaningAction.Keep"/>.</summary>
    public static CleaningPlan Propose(InspectionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new PlanProposal(report).Make();
    }

    /// <summary>Reads a plan. It is checked for form only; <see cref="DatasetCleaner"/> checks it against the files.</summary>
    /// <exception cref="CleaningException">It is no plan; the message lists every problem.</exception>
    public static CleaningPlan Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<PlannedChange> changes = [];
        List<string> problems = [];
        foreach ((int line, string[] values) in CommaSeparated.Read(path, Columns))
        {
            CleaningAction? action = values[0].Trim().ToUpperInvariant() switch
            {
                "KEEP" or "" => CleaningAction.Keep,
                "DROP" => CleaningAction.Drop,
                "RELABEL" => CleaningAction.Relabel,
                "MOVE" => CleaningAction.Move,
                _ => null,
            };
            if (action is null)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: the action is '{values[0]}'; expected keep, drop, relabel or move."));
            }
            else if (action == CleaningAction.Keep)
            {
                changes.Add(new PlannedChange(CleaningAction.Keep, values[1], values[2], values[3], 0, ""));
            }
            else if (!long.TryParse(values[4], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: bytes is '{values[4]}'; expected is a whole number, as the program wrote it."));
            }
            else if (values[5].Length != 2 * SHA256.HashSizeInBytes || !values[5].All(char.IsAsciiHexDigit))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: sha256 is '{values[5]}'; expected are 64 hexadecimal digits, as the program wrote them."));
            }
            else
            {
                changes.Add(new PlannedChange(action.Value, values[1], values[2], values[3], bytes, values[5].ToLowerInvariant()));
            }
        }

        return problems.Count == 0 ? new CleaningPlan(changes) : throw CleaningException.Refused(path, problems);
    }

    /// <summary>Writes the plan, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        // With the mark, spreadsheets know that it is UTF-8.
        WholeFile.Write(path, stream => stream.Write([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ToText(Changes))]));
    }

    private static string ToText(IEnumerable<PlannedChange> changes)
    {
        StringBuilder text = new();
        CommaSeparated.AppendLine(text, Columns);
        foreach (PlannedChange change in changes)
        {
            CommaSeparated.AppendLine(
                text,
                change.Action.ToString().ToLowerInvariant(),
                change.Path,
                change.Target,
                change.Reason,
                change.Bytes.ToString(CultureInfo.InvariantCulture),
                change.Sha256);
        }

        return text.ToString();
    }
}
