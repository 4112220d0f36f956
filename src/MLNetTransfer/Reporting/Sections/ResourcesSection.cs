using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>Where the time went, and how much memory it took.</summary>
internal static class ResourcesSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.Phases.Count == 0)
        {
            return;
        }

        double all = data.Phases.Sum(phase => phase.Seconds);
        string memory = data.PeakMemory is long bytes ? ReportFormat.Of($" At most {bytes / (1024.0 * 1024):0} MiB of memory were held at once.") : "";
        page.Begin("resources", "Time and memory", $"{ReportFormat.Duration(all)} in all, without the writing of the files.{memory}");
        double longest = Math.Max(data.Phases.Max(phase => phase.Seconds), 1e-9);
        page.BeginTable("Time by part of the run", "plain", "part", ">time", ">done", ">rate", "drawn");
        foreach (PhaseUse phase in data.Phases)
        {
            page.BeginRow(phase.Name);
            page.Cell(ReportFormat.Duration(phase.Seconds), isNumber: true);
            page.Cell(phase.Count > 0 ? $"{ReportFormat.Count(phase.Count)} {phase.Unit}" : "", isNumber: true);
            page.Cell(phase.Count > 0 && phase.Seconds > 0 ? Rate(phase) : "", isNumber: true);
            page.Markup.Open("td", ("class", "drawn wide"));
            Spark.Stack(page.Markup, longest, $"{phase.Name}: {ReportFormat.Duration(phase.Seconds)}", phase.Seconds);
            page.Markup.Close();
            page.EndRow();
        }

        page.EndTable();
        page.End();
    }

    private static string Rate(PhaseUse phase) => phase.Count >= phase.Seconds
        ? ReportFormat.Of($"{phase.Count / phase.Seconds:0.0} a second")
        : $"{ReportFormat.Duration(phase.Seconds / phase.Count)} each";
}
