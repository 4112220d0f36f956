namespace MLNetTransfer.Downloads;

/// <summary>How much an archive may hold before it is refused.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Most files and folders.</summary>
    public int Entries { get; init; } = 500_000;

    /// <summary>Most bytes of all files together, unpacked.</summary>
    public long TotalBytes { get; init; } = 16L << 30;
}
