namespace MLNetTransfer.Reporting.Charts;

/// <summary>Nine steps of colour for a share, so that no colour has to be written into the page and all of them keep the contrast of text.</summary>
internal static class HeatLevel
{
    public const int Most = 9;

    /// <summary>0 for nothing, else 1 to <see cref="Most"/>; the root of the share, so that rare mistakes are seen.</summary>
    public static int Of(double share) => share <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(Math.Sqrt(share) * Most), 1, Most);
}
