namespace MLNetTransfer.Downloads;

/// <summary>The patience of a <see cref="Downloader"/>.</summary>
public sealed record DownloaderOptions
{
    /// <summary>How often a broken connection is taken up again.</summary>
    /// <value>At least 0; default 4.</value>
    public int Retries { get; init; } = 4;

    /// <summary>The pause before the first retry; each further one doubles it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may be silent before the connection counts as broken.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes are taken at most of a file whose size is not in the catalogue.</summary>
    public long MaximumUnknownBytes { get; init; } = 4L << 30;

    /// <summary>How many redirects are followed at most.</summary>
    public int MaximumRedirects { get; init; } = 5;
}
