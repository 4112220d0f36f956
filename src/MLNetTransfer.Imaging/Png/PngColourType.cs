namespace MLNetTransfer.Imaging.Png;

/// <summary>Colour types of IHDR, by their numbers in the file.</summary>
internal enum PngColourType
{
    Grey = 0,
    Rgb = 2,
    Indexed = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
