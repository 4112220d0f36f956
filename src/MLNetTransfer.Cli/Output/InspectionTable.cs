using System.Globalization;
using MLNetTransfer.Inspection;

namespace MLNetTransfer.Cli.Output;

// What an inspection found, as text.
internal static class InspectionTable
{
    private const int GroupsShown = 3;
    private const int PathsShown = 4;
    private const int SuspectsShown = 10;

    internal static void Write(TextWriter writer, InspectionReport report, bool verbose)
    {
        InspectionSummary summary = report.Summary;
        Line(writer, $"Pictures  {summary.Pictures} ({Quantity.Bytes(summary.Bytes)}), {summary.Readable} readable");
        Line(writer, $"Formats   {Counts(summary.Formats)}");
        Line(writer, $"Colours   {Counts(summary.Colours)}");
        Line(writer, $"Sizes     shorter side {summary.ShorterSide.Least:0} to {summary.ShorterSide.Most:0}, median {summary.ShorterSide.Median:0}; width by height {summary.AspectRatio.Least:0.00} to {summary.AspectRatio.Most:0.00}");
        writer.Write('\n');
        WriteClasses(writer, summary);
        if (report.Findings.Count == 0)
        {
            writer.Write("\nNothing odd was found.\n");
        }

        foreach (Finding finding in report.Findings)
        {
            Line(writer, $"\n{finding.Severity.ToString().ToLowerInvariant()}: {finding.Check}");
            Line(writer, $"  {finding.Message}");
            WriteGroups(writer, finding, verbose ? int.MaxValue : GroupsShown);
        }

        WriteSuspects(writer, report.Mislabelled ?? [], verbose ? int.MaxValue : SuspectsShown);
    }

    private static void WriteClasses(TextWriter writer, InspectionSummary summary)
    {
        string[] classes = [.. summary.Splits.SelectMany(split => split.Classes.Select(each => each.Name)).Distinct(StringComparer.Ordinal)];
        TableWriter table = new(["CLASS", .. summary.Splits.Select(split => ">" + (split.Name.Length == 0 ? "PICTURES" : split.Name.ToUpperInvariant()))]);
        foreach (string name in classes)
        {
            table.Add([name, .. summary.Splits.Select(split => Quantity.Count(split.Classes.FirstOrDefault(each => each.Name == name)?.Count ?? 0))]);
        }

        table.Add(["in all", .. summary.Splits.Select(split => Quantity.Count(split.Pictures))]);
        table.WriteTo(writer);
    }

    private static void WriteGroups(TextWriter writer, Finding finding, int shown)
    {
        foreach (IReadOnlyList<string> group in finding.Groups.Take(shown))
        {
            string paths = string.Join("  =  ", group.Take(shown == int.MaxValue ? int.MaxValue : PathsShown));
            Line(writer, $"    {paths}{(group.Count > PathsShown && shown != int.MaxValue ? $"  and {group.Count - PathsShown} more" : "")}");
        }

        if (finding.Groups.Count > shown)
        {
            Line(writer, $"    and {finding.Groups.Count - shown} more (--verbose, --format json or --report list them)");
        }
    }

    private static void WriteSuspects(TextWriter writer, IReadOnlyList<SuspectLabel> suspects, int shown)
    {
        if (suspects.Count == 0)
        {
            return;
        }

        writer.Write('\n');
        TableWriter table = new("PICTURE", "CLASS", ">PROBABILITY", "PROPOSED", ">PROBABILITY");
        foreach (SuspectLabel suspect in suspects.Take(shown))
        {
            table.Add(
                suspect.Path,
                suspect.Given,
                suspect.GivenProbability.ToString("0.000", CultureInfo.InvariantCulture),
                suspect.Proposed,
                suspect.ProposedProbability.ToString("0.000", CultureInfo.InvariantCulture));
        }

        table.WriteTo(writer);
        if (suspects.Count > shown)
        {
            Line(writer, $"and {suspects.Count - shown} more");
        }
    }

    private static string Counts(IReadOnlyList<NamedCount> counts) => string.Join(", ", counts.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Count} {each.Name}")));

    private static void Line(TextWriter writer, FormattableString text) => writer.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");
}
