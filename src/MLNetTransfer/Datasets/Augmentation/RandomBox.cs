using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Draws rectangles as the <c>get_params</c> of torchvision's <c>RandomResizedCrop</c> and <c>RandomErasing</c>.</summary>
internal static class RandomBox
{
    private const int Attempts = 10;

    /// <summary>The part of a picture to cut out; where ten draws do not fit, the largest centred part of an allowed ratio.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="scale">Share of the area.</param>
    /// <param name="ratio">Width divided by height, drawn evenly on a logarithmic scale.</param>
    /// <param name="random">Where chance comes from.</param>
    public static PixelBox Crop(int width, int height, ValueRange scale, ValueRange ratio, DeterministicRandom random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (int boxWidth, int boxHeight) = Draw((double)width * height, scale, ratio, random);
            if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height)
            {
                int top = random.NextInt32(height - boxHeight + 1);
                int left = random.NextInt32(width - boxWidth + 1);
                return new PixelBox(left, top, boxWidth, boxHeight);
            }
        }

        double own = (double)width / height;
        int largestWidth = own > ratio.Maximum ? Math.Clamp((int)Math.Round(height * ratio.Maximum), 1, width) : width;
        int largestHeight = own < ratio.Minimum ? Math.Clamp((int)Math.Round(width / ratio.Minimum), 1, height) : height;
        return new PixelBox((width - largestWidth) / 2, (height - largestHeight) / 2, largestWidth, largestHeight);
    }

    /// <summary>The part of a picture to cover, smaller than the picture both ways; null where ten draws do not fit.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="scale">Share of the area.</param>
    /// <param name="ratio">Height divided by width, drawn evenly on a logarithmic scale.</param>
    /// <param name="random">Where chance comes from.</param>
    public static PixelBox? Erasing(int width, int height, ValueRange scale, ValueRange ratio, DeterministicRandom random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (int boxHeight, int boxWidth) = Draw((double)width * height, scale, ratio, random);
            if (boxWidth < width && boxHeight < height)
            {
                int top = random.NextInt32(height - boxHeight + 1);
                int left = random.NextInt32(width - boxWidth + 1);
                return new PixelBox(left, top, boxWidth, boxHeight);
            }
        }

        return null;
    }

    // Two sides whose product is the drawn share of the area and whose quotient is the drawn ratio.
    private static (int First, int Second) Draw(double area, ValueRange scale, ValueRange ratio, DeterministicRandom random)
    {
        double target = area * Between(scale.Minimum, scale.Maximum, random);
        double quotient = Math.Exp(Between(Math.Log(ratio.Minimum), Math.Log(ratio.Maximum), random));
        return ((int)Math.Round(Math.Sqrt(target * quotient)), (int)Math.Round(Math.Sqrt(target / quotient)));
    }

    private static double Between(double minimum, double maximum, DeterministicRandom random) => minimum + ((maximum - minimum) * random.NextDouble());
}
