using MLNetTransfer.Datasets;
using MLNetTransfer.Inspection;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>The pictures: how many of each class, what a check found, what the user should know, what was left out.</summary>
internal static class DataSection
{
    private const int MostSkippedListed = 100;
    private const int MostGroupsListed = 10;
    private const int MostOfGroupListed = 6;

    public static void Write(ReportPage page, ReportData data)
    {
        Counts(page, data);
        Findings(page, data);
        Notices(page, data);
        Skipped(page, data);
    }

    private static void Counts(ReportPage page, ReportData data)
    {
        if (data.ClassCounts.Count == 0)
        {
            return;
        }

        page.Begin("data", "Data");
        int largest = Math.Max(1, data.ClassCounts.Max(Sum));
        (string Name, Func<ClassCount, int> Count)[] all = [("training", count => count.Training), ("validation", count => count.Validation), ("test", count => count.Test)];
        (string Name, Func<ClassCount, int> Count)[] parts = [.. all.Where(part => data.ClassCounts.Any(count => part.Count(count) > 0))];
        page.BeginTable("Pictures by class", "sortable", ["class", .. parts.Select(part => $">{part.Name}"), "drawn"]);
        for (int index = 0; index < data.ClassCounts.Count; index++)
        {
            ClassCount count = data.ClassCounts[index];
            string path = $"classCounts[{ReportFormat.Count(index)}]";
            page.BeginRow(count.Name);
            foreach ((string name, Func<ClassCount, int> number) in parts)
            {
                page.Cell(Figure.Count($"{path}.{name}", number(count)));
            }

            page.Markup.Open("td", ("class", "drawn wide"));
            Spark.Stack(page.Markup, largest, ReportFormat.Of($"{count.Name}: {count.Training} training, {count.Validation} validation, {count.Test} test"), count.Training, count.Validation, count.Test);
            page.Markup.Close();
            page.EndRow();
        }

        page.EndTable();
        if (parts.Length > 1)
        {
            page.Markup.Open("p", ("class", "legend")).Element("span", "training", ("class", "part0")).Element("span", "validation", ("class", "part1")).Element("span", "test", ("class", "part2")).Close();
        }

        page.End();
    }

    private static int Sum(ClassCount count) => count.Training + count.Validation + count.Test;

    private static void Findings(ReportPage page, ReportData data)
    {
        if (data.Findings.Count == 0)
        {
            return;
        }

        Markup markup = page.Begin("findings", "Findings", "What the check of the pictures found.").Open("ul", ("class", "findings"));
        foreach (Finding finding in data.Findings.OrderByDescending(finding => finding.Severity))
        {
            string severity = finding.Severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "note" };
            markup.Open("li", ("class", severity)).Element("strong", severity).Text($" {finding.Message} ").Element("small", finding.Check);
            if (finding.Groups.Count > 0)
            {
                markup.Open("details").Element("summary", ReportFormat.Of($"{finding.Groups.Count} {(finding.Groups.Any(group => group.Count > 1) ? "groups" : "pictures")}")).Open("ul");
                foreach (IReadOnlyList<string> group in finding.Groups.Take(MostGroupsListed))
                {
                    string more = group.Count > MostOfGroupListed ? ReportFormat.Of($" and {group.Count - MostOfGroupListed} more") : "";
                    markup.Open("li").Element("code", string.Join(", ", group.Take(MostOfGroupListed)) + more).Close();
                }

                More(markup, finding.Groups.Count - MostGroupsListed);
                markup.Close().Close();
            }

            markup.Close();
        }

        markup.Close();
        page.End();
    }

    private static void Notices(ReportPage page, ReportData data)
    {
        if (data.Notices.Count == 0)
        {
            return;
        }

        Markup markup = page.Begin("notices", "Notices").Open("ul");
        foreach (string notice in data.Notices)
        {
            markup.Element("li", notice);
        }

        markup.Close();
        page.End();
    }

    private static void Skipped(ReportPage page, ReportData data)
    {
        if (data.Skipped.Count == 0)
        {
            return;
        }

        Markup markup = page.Begin("skipped", ReportFormat.Of($"Skipped pictures ({data.Skipped.Count})")).Open("ul");
        foreach (SkippedPicture skipped in data.Skipped.Take(MostSkippedListed))
        {
            markup.Open("li").Element("code", skipped.Path).Text($": {skipped.Reason}").Close();
        }

        if (data.Skipped.Count > MostSkippedListed)
        {
            markup.Element("li", ReportFormat.Of($"and {data.Skipped.Count - MostSkippedListed} more, listed in metrics.json"));
        }

        markup.Close();
        page.End();
    }

    private static void More(Markup markup, int left)
    {
        if (left > 0)
        {
            markup.Element("li", ReportFormat.Of($"and {left} more"));
        }
    }
}
