namespace MLNetTransfer.Imaging.Resizing;

/// <summary>Sizes and offsets of a shorter-side resize and of a centre crop, rounded as torchvision's <c>Resize</c> and <c>CenterCrop</c> round them.</summary>
internal static class ResizeSize
{
    /// <summary>Size after the shorter side became <paramref name="size"/>: the longer side is cut to a whole number, not rounded.</summary>
    public static (long Width, long Height) ShorterSide(int width, int height, int size) =>
        width <= height ? (size, (long)size * height / width) : ((long)size * width / height, size);

    /// <summary>
    /// How a centre crop lies along one axis: the part [SourceStart, SourceStart + Count) of the picture goes to [DestinationStart, ..) of the crop; the rest is black.
    /// </summary>
    public static (long SourceStart, int DestinationStart, int Count) CenterCrop(long length, int crop) =>
        length < crop ? (0, (int)((crop - length) / 2), (int)length) : (HalfToEven(length - crop), 0, crop);

    private static long HalfToEven(long twice)
    {
        long half = twice / 2;
        return (twice & 1) == 0 ? half : half + (half & 1);
    }
}
