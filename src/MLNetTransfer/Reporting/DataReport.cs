using System.Globalization;
using System.Text;
using MLNetTransfer.Files;
using MLNetTransfer.Inspection;

namespace MLNetTransfer.Reporting;

/// <summary>
/// The page of an inspection: what there is, what is odd, and the pictures in question side by side. One file that needs no other and no network, light or dark, for desk,
/// telephone and printer; its size is bounded, and it says what was left out.
/// </summary>
public static class DataReport
{
    private const int MostGroups = 40;
    private const int MostInGroup = 8;
    private const int MostClasses = 200;

    private const string Css = """
        main{max-width:78rem;margin:0 auto;padding:2rem 1.25rem 3rem;gap:1rem}
        main>h2{margin-top:1.5rem}
        .cards{margin:0;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr))}
        .finding{margin:.25rem 0;padding-left:.8rem;border-left:.3rem solid var(--line)}
        .finding.error{border-color:var(--bad)}
        .finding.warning{border-color:color-mix(in srgb,var(--bad) 50%,var(--line))}
        .finding h3{margin:0 0 .25rem;font-size:1.05rem}
        .finding p{margin:.25rem 0 .75rem}
        .tag{font-size:.8rem;font-weight:600;border:1px solid currentColor;border-radius:.25rem;padding:0 .35rem;margin-left:.5rem;vertical-align:middle}
        .error .tag{color:var(--bad)}
        .groups{display:flex;flex-wrap:wrap;gap:.75rem}
        .group{display:flex;flex-wrap:wrap;gap:.5rem;background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.5rem;max-width:100%;box-sizing:border-box;break-inside:avoid}
        figure{margin:0;width:10rem;max-width:calc(50vw - 2.6rem)}
        figure img,figure .none{display:block;width:100%;height:7.5rem;object-fit:contain;background:var(--page);border-radius:.25rem}
        figure .none{display:grid;place-items:center;font-size:.85rem;border:1px dashed var(--line);box-sizing:border-box;text-align:center}
        figcaption{font-size:.75rem;line-height:1.3;margin-top:.25rem;overflow-wrap:anywhere}
        figcaption b{display:block}
        .files{font-size:.85rem;margin:0;padding-left:1.2rem}

        """;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What was found; the files of the pictures must still be there.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, InspectionReport report, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string page = ToHtml(report, cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page as text, to be written as UTF-8.</summary>
    public static string ToHtml(InspectionReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        string title = $"Pictures of {Path.GetFileName(Path.TrimEndingDirectorySeparator(report.Summary.Folder))}";
        Thumbnails thumbnails = new();
        Markup page = new();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Element("title", title);
        page.Open("style").Raw(ReportStyle.Css + Css).Close().Close();
        page.Open("body").Open("main").Element("h1", title);
        Cards(page, report);
        Findings(page, report, thumbnails, cancellationToken);
        Suspects(page, report, thumbnails, cancellationToken);
        Classes(page, report.Summary);
        Numbers(page, report.Summary);
        if (thumbnails.LeftOut > 0)
        {
            page.Element("p", Invariant($"{thumbnails.LeftOut} pictures are not shown, so that this page stays below {Thumbnails.MostBytes / 1_000_000} MB; only their names are."));
        }

        return page.Close().Close().Close().ToString();
    }

    private static void Cards(Markup page, InspectionReport report)
    {
        int errors = report.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        int warnings = report.Findings.Count(finding => finding.Severity == FindingSeverity.Warning);
        page.Open("section", ("class", "cards"));
        Card(page, "Pictures", Invariant($"{report.Summary.Pictures}"), Invariant($"{report.Summary.Readable} readable, {report.Summary.Bytes / 1e6:0.0} MB"));
        Card(page, "Errors", Invariant($"{errors}"), "figures are wrong or pictures are lost");
        Card(page, "Warnings", Invariant($"{warnings}"), "the model or its figures may suffer");
        page.Close();
    }

    private static void Card(Markup page, string name, string number, string explanation) =>
        page.Open("div", ("class", "card")).Element("div", name).Element("strong", number).Element("div", explanation).Close();

    private static void Findings(Markup page, InspectionReport report, Thumbnails thumbnails, CancellationToken cancellationToken)
    {
        page.Element("h2", "Findings");
        if (report.Findings.Count == 0)
        {
            page.Element("p", "Nothing odd was found.");
        }

        Dictionary<string, InspectedPicture> pictures = report.Pictures.DistinctBy(picture => picture.Path).ToDictionary(picture => picture.Path, StringComparer.Ordinal);
        foreach (Finding finding in report.Findings.Where(finding => report.Mislabelled is null || finding.Check != "suspect-labels"))
        {
            string severity = finding.Severity.ToString().ToLowerInvariant();
            page.Open("section", ("class", "finding " + severity)).Open("h3").Text(finding.Check.Replace('-', ' ')).Element("span", severity, ("class", "tag")).Close();
            page.Element("p", finding.Message);
            Groups(page, finding, pictures, thumbnails, cancellationToken);
            page.Close();
        }
    }

    private static void Groups(Markup page, Finding finding, Dictionary<string, InspectedPicture> pictures, Thumbnails thumbnails, CancellationToken cancellationToken)
    {
        // Files without a picture are a list.
        bool isShown = finding.Groups.Any(group => group.Any(path => pictures.TryGetValue(path, out InspectedPicture? picture) && picture.IsReadable));
        if (finding.Groups.Count == 0)
        {
            return;
        }

        page.Open(isShown ? "div" : "ul", ("class", isShown ? "groups" : "files"));
        foreach (IReadOnlyList<string> group in finding.Groups.Take(MostGroups))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isShown)
            {
                string reason = pictures.TryGetValue(group[0], out InspectedPicture? picture) && picture.Reason is string text ? ": " + text : "";
                page.Open("li").Element("code", group[0]).Text(reason).Close();
                continue;
            }

            page.Open("div", ("class", "group"));
            foreach (string path in group.Take(MostInGroup))
            {
                Figure(page, path, pictures.GetValueOrDefault(path), null, thumbnails);
            }

            if (group.Count > MostInGroup)
            {
                page.Element("p", Invariant($"and {group.Count - MostInGroup} more"));
            }

            page.Close();
        }

        page.Close();
        if (finding.Groups.Count > MostGroups)
        {
            page.Element("p", Invariant($"and {finding.Groups.Count - MostGroups} more, which inspect --format json lists"));
        }
    }

    private static void Suspects(Markup page, InspectionReport report, Thumbnails thumbnails, CancellationToken cancellationToken)
    {
        if (report.Mislabelled is not { Count: > 0 } suspects)
        {
            return;
        }

        page.Element("h2", "Labels that look wrong");
        page.Element("p", report.Findings.First(finding => finding.Check == "suspect-labels").Message);
        page.Open("div", ("class", "groups"));
        foreach (SuspectLabel suspect in suspects.Take(3 * MostGroups))
        {
            cancellationToken.ThrowIfCancellationRequested();
            page.Open("div", ("class", "group"));
            Figure(page, suspect.Path, null, Invariant($"{suspect.Given} ({suspect.GivenProbability:0.00}) → {suspect.Proposed} ({suspect.ProposedProbability:0.00})"), thumbnails);
            page.Close();
        }

        page.Close();
        if (suspects.Count > 3 * MostGroups)
        {
            page.Element("p", Invariant($"and {suspects.Count - (3 * MostGroups)} more, which inspect --format json lists"));
        }
    }

    private static void Figure(Markup page, string path, InspectedPicture? picture, string? heading, Thumbnails thumbnails)
    {
        page.Open("figure");
        if (thumbnails.Make(path) is string uri)
        {
            page.Raw($"<img alt=\"\" loading=\"lazy\" src=\"{uri}\"/>\n");
        }
        else
        {
            page.Element("div", "no picture", ("class", "none"));
        }

        page.Open("figcaption");
        string where = heading ?? (picture is null ? "" : picture.Split.Length == 0 ? picture.ClassName : $"{picture.Split} / {picture.ClassName}");
        if (where.Length > 0)
        {
            page.Element("b", where);
        }

        string size = picture is { IsReadable: true } ? Invariant($", {picture.Width} x {picture.Height}") : "";
        page.Text(Path.GetFileName(path) + size).Close().Close();
    }

    private static void Classes(Markup page, InspectionSummary summary)
    {
        string[] names = [.. summary.Splits.SelectMany(split => split.Classes.Select(each => each.Name)).Distinct(StringComparer.Ordinal)];
        page.Element("h2", "Classes").Open("div", ("class", "scroll")).Open("table");
        PlainTable.Head(page, ["class", .. summary.Splits.Select(split => split.Name.Length == 0 ? "pictures" : split.Name)]);
        foreach (string name in names.Take(MostClasses))
        {
            PlainTable.Row(page, name, [.. summary.Splits.Select(split => Invariant($"{split.Classes.FirstOrDefault(each => each.Name == name)?.Count ?? 0}"))]);
        }

        PlainTable.Row(page, "in all", [.. summary.Splits.Select(split => Invariant($"{split.Pictures}"))]);
        page.Close().Close();
        if (names.Length > MostClasses)
        {
            page.Element("p", Invariant($"and {names.Length - MostClasses} more classes"));
        }
    }

    private static void Numbers(Markup page, InspectionSummary summary)
    {
        page.Element("h2", "Files").Open("div", ("class", "scroll")).Open("table");
        PlainTable.Row(page, "formats", List(summary.Formats));
        PlainTable.Row(page, "colours", List(summary.Colours));
        PlainTable.Row(page, "shorter side", Invariant($"{summary.ShorterSide.Least:0} to {summary.ShorterSide.Most:0} pixels, median {summary.ShorterSide.Median:0}"));
        PlainTable.Row(page, "longer side", Invariant($"{summary.LongerSide.Least:0} to {summary.LongerSide.Most:0} pixels, median {summary.LongerSide.Median:0}"));
        PlainTable.Row(page, "width by height", Invariant($"{summary.AspectRatio.Least:0.00} to {summary.AspectRatio.Most:0.00}, median {summary.AspectRatio.Median:0.00}"));
        page.Close().Close();
    }

    private static string List(IReadOnlyList<NamedCount> counts) => string.Join(", ", counts.Select(each => Invariant($"{each.Count} {each.Name}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
