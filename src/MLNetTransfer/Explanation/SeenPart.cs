using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Explanation;

/// <summary>The part of an upright picture that the network sees, in shares of the picture's sides.</summary>
/// <param name="Left">Left edge, 0 to 1.</param>
/// <param name="Top">Upper edge, 0 to 1.</param>
/// <param name="Width">Share of the width, above 0.</param>
/// <param name="Height">Share of the height, above 0.</param>
public readonly record struct SeenPart(double Left, double Top, double Width, double Height)
{
    /// <summary>The part that remains of a picture after its shorter side was resized and the centre cut out.</summary>
    internal static SeenPart Of(Image picture, Preprocessing preprocessing)
    {
        ImageBox box = Resizer.FindCenterCrop(picture.Width, picture.Height, preprocessing.ResizeSize, preprocessing.CropSize, preprocessing.Placement);
        return new SeenPart(
            box.Left / picture.Width, box.Top / picture.Height, ((double)box.Right - box.Left) / picture.Width, ((double)box.Bottom - box.Top) / picture.Height);
    }
}
