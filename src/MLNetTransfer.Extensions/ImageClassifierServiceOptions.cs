namespace MLNetTransfer.Extensions;

/// <summary>How <see cref="ImageClassifierService"/> keeps a model.</summary>
public sealed class ImageClassifierServiceOptions
{
    /// <summary>Threads, and what a stock network needs.</summary>
    public ImageClassifierOptions Classifier { get; set; } = new();

    /// <summary>How long the model file is trusted to be unchanged. A call after that looks at its time and length.</summary>
    /// <value>Not negative; default 1 second. <see cref="Timeout.InfiniteTimeSpan"/>: the file is never looked at again.</value>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(1);
}
