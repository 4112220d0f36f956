namespace MLNetTransfer.Imaging.Resizing;

/// <summary>A rectangle of a picture in pixels, with fractions; a whole picture is (0, 0, width, height).</summary>
/// <remarks>Single precision, as in Pillow, so that the same numbers give the same weights.</remarks>
/// <param name="Left">Left edge, at least 0.</param>
/// <param name="Top">Upper edge, at least 0.</param>
/// <param name="Right">Right edge, above <paramref name="Left"/>, at most the width of the picture.</param>
/// <param name="Bottom">Lower edge, above <paramref name="Top"/>, at most the height of the picture.</param>
public readonly record struct ImageBox(float Left, float Top, float Right, float Bottom)
{
    /// <summary>The box that holds all of a picture.</summary>
    public static ImageBox Whole(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageBox(0, 0, image.Width, image.Height);
    }

    internal void ThrowIfOutside(Image image)
    {
        bool fits = Left >= 0 && Top >= 0 && Right > Left && Bottom > Top && Right <= (float)image.Width && Bottom <= (float)image.Height;
        if (!fits)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The box ({Left}, {Top}, {Right}, {Bottom}) is empty or leaves the picture of {image.Width}x{image.Height}; give left < right and top < bottom within it."));
        }
    }
}
