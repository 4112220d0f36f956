using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Explanation;

/// <summary>What an answer about a picture rests on.</summary>
public sealed class PictureExplanation
{
    private readonly Func<int, Image> _decode;

    /// <summary>Makes an explanation.</summary>
    /// <param name="decode">Gives the upright picture, at least as large as the longest side that it is called with or as large as it is.</param>
    internal PictureExplanation(Func<int, Image> decode) => _decode = decode;

    /// <summary>The class that is explained.</summary>
    public required string ClassName { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>How it was found out.</summary>
    public required ExplanationMethod Method { get; init; }

    /// <summary>The value of the network that Grad-CAM looked at; null with other methods.</summary>
    public string? Layer { get; init; }

    /// <summary>
    /// The heat over the square that the network sees. <see cref="HeatMap.Peak"/> is with occlusion how far the probability falls at most, with Grad-CAM a number without a unit.
    /// </summary>
    public required HeatMap Heat { get; init; }

    /// <summary>Where that square lies in the upright picture.</summary>
    public required SeenPart Seen { get; init; }

    /// <summary>Centre of mass of the heat from left to right of the upright picture, 0 to 1.</summary>
    public double CentreX => Seen.Left + (Seen.Width * Heat.CentreX);

    /// <summary>Centre of mass of the heat from top to bottom of the upright picture, 0 to 1.</summary>
    public double CentreY => Seen.Top + (Seen.Height * Heat.CentreY);

    /// <summary>The upright picture.</summary>
    /// <param name="longestSide">Pixels of the longer side of the result, at least 1.</param>
    public Image Picture(int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        Image picture = _decode(longestSide);
        double scale = (double)longestSide / Math.Max(picture.Width, picture.Height);
        int width = Math.Max(1, (int)Math.Round(picture.Width * scale));
        int height = Math.Max(1, (int)Math.Round(picture.Height * scale));
        return new Resizer().Resize(picture, width, height, ResizeFilter.Bilinear);
    }

    /// <summary>The upright picture under its heat: the hotter, the less of the picture shows through. What the network does not see is pale.</summary>
    /// <param name="longestSide">Pixels of the longer side of the result, at least 1.</param>
    public Image Overlay(int longestSide)
    {
        Image picture = Picture(longestSide);
        HeatOverlay.Draw(picture, Heat, Seen);
        return picture;
    }
}
