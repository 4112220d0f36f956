namespace MLNetTransfer.Imaging.Resizing;

/// <summary>The weighting function of a resize. When a picture shrinks, the function is stretched by the factor, so that every source pixel counts (antialiasing).</summary>
public enum ResizeFilter
{
    /// <summary>Triangle of radius 1.</summary>
    Bilinear,

    /// <summary>Cubic convolution of radius 2 with a = -0.5 (R. Keys, "Cubic convolution interpolation for digital image processing", 1981), as Pillow has it.</summary>
    Bicubic,
}
