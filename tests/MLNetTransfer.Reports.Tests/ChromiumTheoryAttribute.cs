namespace MLNetTransfer.Reports.Tests;

/// <summary>A theory that needs a browser and is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ChromiumFactAttribute.SkipReason;
}
