namespace MLNetTransfer.Reports.Tests;

/// <summary>A fact that needs a browser and is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason => File.Exists(Chromium.Path) ? null : $"{Chromium.Path} is not there; install chromium to run this test.";
}
