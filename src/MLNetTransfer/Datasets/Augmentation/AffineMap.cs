namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Where a point of the result is taken from: (x, y) -> (XX x + XY y + X0, YX x + YY y + Y0), in pixels, a pixel's centre at .5. The maps are those that
/// torchvision hands to Pillow's <c>Image.transform</c>.
/// </summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    /// <summary>Turns the picture around its centre (torchvision's <c>rotate</c>); sine and cosine are rounded so that right angles map edges to edges.</summary>
    /// <param name="degrees">Counter-clockwise.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public static AffineMap Rotation(double degrees, int width, int height)
    {
        const int Digits = 15;
        (double sine, double cosine) = Math.SinCos(-degrees * Math.PI / 180);
        sine = Math.Round(sine, Digits);
        cosine = Math.Round(cosine, Digits);
        double centerX = width / 2.0;
        double centerY = height / 2.0;
        return new AffineMap(
            cosine, sine, centerX - (cosine * centerX) - (sine * centerY),
            -sine, cosine, centerY + (sine * centerX) - (cosine * centerY));
    }

    /// <summary>Moves each row to the left by <paramref name="amount"/> times its distance from the upper edge (ShearX of AutoAugment: centre in the upper left corner).</summary>
    public static AffineMap ShearX(double amount) => new(1, amount, 0, 0, 1, 0);

    /// <summary>Moves each column up by <paramref name="amount"/> times its distance from the left edge.</summary>
    public static AffineMap ShearY(double amount) => new(1, 0, 0, amount, 1, 0);

    /// <summary>Moves the picture to the right and down, in pixels.</summary>
    public static AffineMap Translation(double right, double down) => new(1, 0, -right, 0, 1, -down);
}
