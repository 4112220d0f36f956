using MLNetTransfer.Reporting.Charts;
using MLNetTransfer.Reporting.Sections;

namespace MLNetTransfer.Reporting;

/// <summary>
/// <c>report.html</c>: one file that needs no other and no network, light or dark, for desk, telephone and printer. It is well-formed XML as well, and depends on
/// nothing but the data.
/// </summary>
public static class HtmlReport
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "report.html";

    // The verdict stands before all of them.
    private static readonly Action<ReportPage, ReportData>[] Sections =
    [
        ComparisonSection.Write,
        ConfusionSection.Write,
        ClassesSection.Write,
        GallerySection.Write,
        CurvesSection.Write,
        RankingSection.Write,
        CalibrationSection.Write,
        RejectionSection.Write,
        DataSection.Write,
        ExamplesSection.Write,
        TrainedSection.Write,
        ResourcesSection.Write,
        ModelCardSection.Write,
        CommandsSection.Write,
    ];

    /// <summary>The report as text, to be written as UTF-8.</summary>
    public static string ToHtml(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ReportPage verdict = new();
        VerdictSection.Write(verdict, data);
        ReportPage body = new();
        foreach (Action<ReportPage, ReportData> section in Sections)
        {
            section(body, data);
        }

        Markup page = new();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportPolicy.Content));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Empty("meta", ("name", "color-scheme"), ("content", "light dark")).Element("title", data.Title).Text("\n");
        page.Open("style").Raw(ReportPolicy.Style).Close().Close();
        page.Open("body").Open("header").Element("p", data.Subject, ("class", "eyebrow")).Element("h1", data.Title).Element("p", data.Backbone, ("class", "backbone")).Close();
        page.Open("div", ("class", "frame"));
        Contents(page, body.Sections);
        page.Open("main").Raw(verdict.Markup.ToString()).Raw(body.Markup.ToString()).Close().Close();
        page.Open("script").Raw(ReportScript.Text).Close();
        return page.Close().Close().ToString();
    }

    private static void Contents(Markup page, IReadOnlyList<(string Id, string Title)> sections)
    {
        page.Open("nav", ("aria-label", "Contents")).Open("ol");
        foreach ((string id, string title) in sections)
        {
            page.Open("li").Element("a", title, ("href", $"#{id}")).Close();
        }

        page.Close().Close();
    }
}
