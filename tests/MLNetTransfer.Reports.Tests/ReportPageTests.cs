using System.Diagnostics;
using Microsoft.Playwright;
using MLNetTransfer.Reporting;
using MLNetTransfer.Tests.Reporting;
using Xunit.Abstractions;

namespace MLNetTransfer.Reports.Tests;

public sealed class ReportPageTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [ChromiumTheory]
    [InlineData(2, 1280, ColorScheme.Light)]
    [InlineData(5, 1280, ColorScheme.Light)]
    [InlineData(5, 1280, ColorScheme.Dark)]
    [InlineData(5, 390, ColorScheme.Light)]
    [InlineData(5, 360, ColorScheme.Dark)]
    [InlineData(17, 390, ColorScheme.Dark)]
    [InlineData(30, 800, ColorScheme.Light)]
    [InlineData(50, 1280, ColorScheme.Dark)]
    [InlineData(50, 390, ColorScheme.Light)]
    public async Task Open_AnyWindow_IsTidyReadableAndAlone(int classes, int width, ColorScheme scheme)
    {
        await using OpenReport report = await OpenReport.OpenAsync(chromium, ReportSamples.Whole(classes, 80 * classes), width, scheme);
        await report.KeepPictureAsync(FormattableString.Invariant($"sample-{classes}-{width}-{scheme}"));
        await report.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(each => each.open = true)");

        Assert.Empty(report.Problems);
        Assert.All(report.Requests, address => Assert.True(address.StartsWith("file:", StringComparison.Ordinal) || address.StartsWith("data:image/jpeg;", StringComparison.Ordinal), address));
        Assert.Single(report.Requests, address => address.StartsWith("file:", StringComparison.Ordinal));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(PageChecks.Overflow));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(PageChecks.ClippedTexts));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(PageChecks.LowContrast));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(PageChecks.OutOfReach));
    }

    [ChromiumFact]
    public async Task Matrix_PointedAt_SaysTheCellInWordsAndLightsItsRowAndColumn()
    {
        ReportData data = ReportSamples.Whole();
        await using OpenReport report = await OpenReport.OpenAsync(chromium, data);
        ILocator cell = report.Page.Locator("table.matrix").First.Locator("tbody tr").Nth(2).Locator("td").Nth(1);

        await cell.HoverAsync();

        long count = data.Test!.Metrics.Confusion[2][1];
        string expected = FormattableString.Invariant($"roses, taken for dandelion: {count} of {data.Test.Metrics.Classes[2].Support} ");
        Assert.StartsWith(expected, await report.Page.Locator(".readout").First.InnerTextAsync(), StringComparison.Ordinal);
        // A row of six cells, a column of six, one of them the same.
        Assert.Equal(11, await report.Page.Locator("table.matrix").First.Locator(".lit").CountAsync());
        await report.Page.Locator("h1").HoverAsync();
        Assert.Equal("", await report.Page.Locator(".readout").First.InnerTextAsync());
    }

    [ChromiumFact]
    public async Task Matrix_ByKeyboard_IsOneStopAndIsWalkedWithTheArrows()
    {
        await using OpenReport report = await OpenReport.OpenAsync(chromium, ReportSamples.Whole());
        ILocator matrix = report.Page.Locator("table.matrix").First;

        await matrix.Locator("td[tabindex='0']").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowDown");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowRight");

        Assert.StartsWith("dandelion, taken for roses:", await report.Page.Locator(".readout").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await matrix.Locator("td[tabindex='0']").CountAsync());
    }

    [ChromiumFact]
    public async Task Classes_HeadingPressed_AreOrderedByItsNumbersAndBack()
    {
        ReportData data = ReportSamples.Whole(17, 900);
        await using OpenReport report = await OpenReport.OpenAsync(chromium, data);
        ILocator table = report.Page.Locator("table.sortable").First;
        string[] expected = [.. data.Test!.Metrics.Classes.Select(each => FormattableString.Invariant($"{each.Recall * 100:0.0} %"))];

        await table.Locator("th button", new() { HasTextString = "recall" }).ClickAsync();

        string[] rising = [.. await table.Locator("tbody tr td:nth-child(3)").AllInnerTextsAsync()];
        Assert.Equal(expected.OrderBy(text => double.Parse(text[..^2], System.Globalization.CultureInfo.InvariantCulture)), rising);
        Assert.Equal("ascending", await table.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
        await table.Locator("th button", new() { HasTextString = "recall" }).ClickAsync();
        Assert.Equal(rising.Reverse().ToArray()[0], (await table.Locator("tbody tr td:nth-child(3)").AllInnerTextsAsync())[0]);
    }

    [ChromiumFact]
    public async Task WithoutScript_EverythingIsThere()
    {
        await using OpenReport report = await OpenReport.OpenAsync(chromium, ReportSamples.Whole(), script: false);

        Assert.StartsWith("roses, taken for dandelion:", await report.Page.Locator("table.matrix").First.Locator("tbody tr").Nth(2).Locator("td").Nth(1).GetAttributeAsync("title"), StringComparison.Ordinal);
        Assert.Equal(0, await report.Page.Locator("th button").CountAsync());
    }

    [ChromiumFact]
    public async Task Policy_ScriptThatWantsOut_IsStopped()
    {
        await using OpenReport report = await OpenReport.OpenAsync(chromium, ReportSamples.Whole());

        string[] blocked = await report.Page.EvaluateAsync<string[]>("""
            async () => {
              const blocked = [];
              document.addEventListener("securitypolicyviolation", event => blocked.push(event.effectiveDirective));
              const image = new Image();
              image.src = "http://127.0.0.1:9/a.png";
              const script = document.createElement("script");
              script.textContent = "document.title = 'taken over'";
              document.body.append(script);
              await fetch("http://127.0.0.1:9/").catch(() => {});
              await new Promise(done => setTimeout(done, 200));
              return blocked.concat([document.title]);
            }
            """);

        Assert.Contains("img-src", blocked);
        Assert.Contains("connect-src", blocked);
        Assert.DoesNotContain("taken over", blocked);
    }

    [ChromiumFact]
    public async Task Print_FromADarkScreen_IsLight()
    {
        await using OpenReport report = await OpenReport.OpenAsync(chromium, ReportSamples.Whole(), scheme: ColorScheme.Dark);
        Assert.Equal("rgb(13, 17, 23)", await report.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));

        await report.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        Assert.Equal("rgb(255, 255, 255)", await report.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("none", await report.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('nav')).display"));
    }

    [ChromiumFact]
    public async Task Open_FiftyClassesAndTwentyThousandPictures_IsQuick()
    {
        ReportData data = ReportSamples.Whole(50, 20_000, 4);
        long begun = Stopwatch.GetTimestamp();
        await using OpenReport report = await OpenReport.OpenAsync(chromium, data);
        double opened = await report.Page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].loadEventEnd");

        output.WriteLine(FormattableString.Invariant($"load event after {opened:0} ms, {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms with its making"));
        Assert.InRange(opened, 0, 10_000);
        Assert.Empty(report.Problems);
    }
}
