using System.Xml.Linq;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Tests.Inspection;

namespace MLNetTransfer.Tests.Reporting;

public sealed class DataReportTests : IDisposable
{
    private readonly PlantedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ToHtml_Findings_AreShownSideBySideInOneFile()
    {
        _folder.AddClass("a <b>", 0, 3);
        _folder.AddClass("c", 1000, 3);
        _folder.Add("c/copy.jpg", JpegEncoder.Encode(PlantedFolder.Draw(1), 60));
        _folder.Add("c/broken.jpg", "nothing"u8);
        InspectionReport report = DatasetInspector.Inspect(new() { Folder = _folder.Root }, NullProgressReporter.Instance, CancellationToken.None);

        string page = DataReport.ToHtml(report with { Mislabelled = [] }, CancellationToken.None);

        XElement root = XDocument.Parse(page.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!;
        XElement near = root.Descendants("section").Single(section => (section.Element("h3")?.Value ?? "").StartsWith("near duplicates across classes", StringComparison.Ordinal));
        Assert.Equal(2, near.Descendants("img").Count(image => image.Attribute("src")!.Value.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal)));
        Assert.Contains("a <b>", near.Descendants("b").Select(each => each.Value));
        Assert.Contains(root.Descendants("li"), item => item.Value.Contains("broken.jpg", StringComparison.Ordinal));
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_SuspectLabels_HaveBothClasses()
    {
        _folder.AddClass("a", 0, 3);
        _folder.AddClass("b", 1000, 3);
        InspectionReport report = DatasetInspector.Inspect(new() { Folder = _folder.Root }, NullProgressReporter.Instance, CancellationToken.None);
        report = report with
        {
            Mislabelled = [new SuspectLabel(_folder.PathOf("a/00.png"), "a", "b", 0.1, 0.9)],
            Findings = [new Finding("suspect-labels", FindingSeverity.Warning, "One picture looks wrong.", [[_folder.PathOf("a/00.png")]])],
        };

        string page = DataReport.ToHtml(report, CancellationToken.None);

        Assert.Contains("a (0.10) → b (0.90)", page, StringComparison.Ordinal);
    }
}
