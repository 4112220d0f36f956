using MLNetTransfer.Imaging;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>A square picture that operations change one after the other, with a second one to work into. Serves one thread.</summary>
internal sealed class AugmentationCanvas(int side)
{
    private Image _scratch = new(side, side);

    /// <summary>The picture as it is now; another object after some operations.</summary>
    public Image Picture { get; private set; } = new(side, side);

    /// <summary>Takes each pixel from where the map points.</summary>
    public void Transform(AffineMap map, AugmentationFill fill)
    {
        AffineTransform.Apply(Picture, map, fill, _scratch);
        Swap();
    }

    /// <summary>Blends with the smoothed picture.</summary>
    public void Sharpen(double factor)
    {
        Sharpness.Apply(Picture, factor, _scratch);
        Swap();
    }

    /// <summary>Does what TrivialAugment drew.</summary>
    public void Apply(TrivialAugmentation drawn, AugmentationFill fill)
    {
        double magnitude = drawn.Magnitude;
        switch (drawn.Operation)
        {
            case TrivialOperation.ShearX:
                Transform(AffineMap.ShearX(magnitude), fill);
                break;
            case TrivialOperation.ShearY:
                Transform(AffineMap.ShearY(magnitude), fill);
                break;
            case TrivialOperation.TranslateX:
                Transform(AffineMap.Translation(magnitude, 0), fill);
                break;
            case TrivialOperation.TranslateY:
                Transform(AffineMap.Translation(0, magnitude), fill);
                break;
            case TrivialOperation.Rotate:
                Transform(AffineMap.Rotation(magnitude, Picture.Width, Picture.Height), fill);
                break;
            case TrivialOperation.Brightness:
                ColorAdjustment.Brightness(Picture, 1 + magnitude);
                break;
            case TrivialOperation.Color:
                ColorAdjustment.Saturation(Picture, 1 + magnitude);
                break;
            case TrivialOperation.Contrast:
                ColorAdjustment.Contrast(Picture, 1 + magnitude);
                break;
            case TrivialOperation.Sharpness:
                Sharpen(1 + magnitude);
                break;
            case TrivialOperation.Posterize:
                ToneCurve.Posterize(Picture, (int)magnitude);
                break;
            case TrivialOperation.Solarize:
                ToneCurve.Solarize(Picture, magnitude);
                break;
            case TrivialOperation.AutoContrast:
                ToneCurve.AutoContrast(Picture);
                break;
            case TrivialOperation.Equalize:
                ToneCurve.Equalize(Picture);
                break;
            default:
                break;
        }
    }

    /// <summary>Brightness, contrast, saturation and hue in random order, each by a factor drawn evenly (<c>ColorJitter</c>).</summary>
    public void Jitter(AugmentationOptions options, DeterministicRandom random)
    {
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        foreach (int kind in order)
        {
            switch (kind)
            {
                case 0 when options.Brightness > 0:
                    ColorAdjustment.Brightness(Picture, 1 + Even(options.Brightness, random));
                    break;
                case 1 when options.Contrast > 0:
                    ColorAdjustment.Contrast(Picture, 1 + Even(options.Contrast, random));
                    break;
                case 2 when options.Saturation > 0:
                    ColorAdjustment.Saturation(Picture, 1 + Even(options.Saturation, random));
                    break;
                case 3 when options.Hue > 0:
                    HueRotation.Apply(Picture, Even(options.Hue, random));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Covers a rectangle.</summary>
    public void Erase(PixelBox box, (byte Red, byte Green, byte Blue) color)
    {
        for (int y = box.Top; y < box.Top + box.Height; y++)
        {
            Span<byte> row = Picture.Row(y).Slice(box.Left * Image.Channels, box.Width * Image.Channels);
            for (int i = 0; i + 2 < row.Length; i += Image.Channels)
            {
                row[i] = color.Red;
                row[i + 1] = color.Green;
                row[i + 2] = color.Blue;
            }
        }
    }

    /// <summary>A number from -limit to limit.</summary>
    public static double Even(double limit, DeterministicRandom random) => limit * ((2 * random.NextDouble()) - 1);

    private void Swap() => (Picture, _scratch) = (_scratch, Picture);
}
