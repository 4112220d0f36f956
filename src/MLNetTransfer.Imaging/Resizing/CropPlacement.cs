namespace MLNetTransfer.Imaging.Resizing;

/// <summary>Where the square in the middle of a picture lies.</summary>
public enum CropPlacement
{
    /// <summary>
    /// The longer side becomes a whole number of pixels and the square begins at a whole pixel, as torchvision's <c>Resize</c> and <c>CenterCrop</c> do it: up to half
    /// a pixel beside the middle, and the sides stretched a little.
    /// </summary>
    WholePixels,

    /// <summary>Exactly in the middle, at fractions of a pixel of the picture: Pillow's <c>resize</c> with a <c>box</c>.</summary>
    Exact,
}
