namespace MLNetTransfer.Imaging;

/// <summary>Limits and choices of <see cref="ImageDecoder"/>.</summary>
public sealed record ImageDecoderOptions
{
    /// <summary>The options that hold when none are given.</summary>
    public static ImageDecoderOptions Default { get; } = new();

    /// <summary>Most pixels (width x height) that a file may declare.</summary>
    /// <value>At least 1; default 178,956,970, at which Pillow too calls a picture a decompression bomb.</value>
    public long MaximumPixels { get; init; } = 178_956_970;

    /// <summary>Most bytes that decoding one picture may take, its result included; checked before they are taken.</summary>
    /// <value>At least 1; default 1 GiB.</value>
    public long MaximumMemory { get; init; } = 1L << 30;

    /// <summary>Most segments (JPEG markers, PNG chunks, GIF blocks) of a file, and most scans of a progressive JPEG.</summary>
    /// <value>At least 1; default 10,000.</value>
    public int MaximumSegments { get; init; } = 10_000;

    /// <summary>The colour on which transparent pictures are laid.</summary>
    /// <value>Default white.</value>
    public (byte Red, byte Green, byte Blue) Background { get; init; } = (255, 255, 255);

    /// <summary>Whether the picture is turned upright by its EXIF orientation.</summary>
    /// <value>Default true.</value>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>
    /// A JPEG whose sides are both at least <see cref="ReductionGap"/> x 2, 4 or 8 times this many pixels is decoded at 1/2, 1/4 or 1/8 of its size.
    /// </summary>
    /// <value>0 (default): always the full size.</value>
    public int TargetSize { get; init; }

    /// <summary>How many times <see cref="TargetSize"/> the decoded sides must keep, so that the resize that follows still has pixels to average.</summary>
    /// <value>At least 1; default 2, as the <c>reducing_gap</c> of Pillow's <c>thumbnail</c>.</value>
    public double ReductionGap { get; init; } = 2.0;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumPixels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumMemory, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSegments, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(TargetSize);
        if (!(ReductionGap >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ReductionGap), ReductionGap, "Expected is a number from 1.");
        }
    }
}
