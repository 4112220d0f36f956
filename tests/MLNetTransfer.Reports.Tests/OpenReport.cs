using Microsoft.Playwright;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Reports.Tests;

/// <summary>A report in a page of the browser, and what went wrong there.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IBrowserContext _context;

    private OpenReport(TemporaryFolder folder, IBrowserContext context, IPage page)
    {
        _folder = folder;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Problems.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Problems.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Problems { get; } = [];

    /// <summary>Everything that the page asked for, but for the pictures inside of it.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<OpenReport> OpenAsync(Chromium chromium, ReportData data, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        TemporaryFolder folder = new();
        string path = folder.Write("report.html", System.Text.Encoding.UTF8.GetBytes(HtmlReport.ToHtml(data)));
        IBrowserContext context = await chromium.Browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
        });
        OpenReport report = new(folder, context, await context.NewPageAsync());
        await report.Page.GotoAsync("file://" + path);
        return report;
    }

    /// <summary>Keeps a picture of the whole page where the environment names a folder for it.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_SCREENSHOTS") is string folder)
        {
            await Page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _folder.Dispose();
    }
}
