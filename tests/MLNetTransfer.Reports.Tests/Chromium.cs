using Microsoft.Playwright;

namespace MLNetTransfer.Reports.Tests;

/// <summary>The browser of the machine, started once for a class of tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Where Debian has it; tests are skipped where it is absent.</summary>
    public const string Path = "/usr/bin/chromium";

    private IPlaywright? _playwright;

    public IBrowser? Browser { get; private set; }

    public async Task InitializeAsync()
    {
        if (File.Exists(Path))
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu"] });
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
