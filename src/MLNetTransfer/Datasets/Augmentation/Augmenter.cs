using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Makes a training picture of the network's size out of a picture: crop, flips, rotation, TrivialAugment, colour jitter, erasing, in this order and as the
/// options say. What comes out depends on the picture and on the random numbers alone. Keeps its buffers; one instance a thread.
/// </summary>
/// <remarks>
/// Work is in two steps. What is the same in every epoch comes first (<see cref="Prepare(ReadOnlyMemory{byte})"/>), so that its result can be kept: without
/// random crops the resize and centre crop of validation, with them a picture whose shorter side is at most <see cref="LargestSide"/>.
/// </remarks>
public sealed class Augmenter
{
    private const double MostEnlargement = 4;
    private const double LeastEnlargement = 2;

    private readonly AugmentationOptions _options;
    private readonly Preprocessing _preprocessing;
    private readonly ImageDecoderOptions _decoderOptions;
    private readonly Resizer _resizer = new();
    private readonly AugmentationCanvas _canvas;
    private readonly (byte Red, byte Green, byte Blue) _mean;

    /// <summary>Makes an augmenter.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="preprocessing">Size of the result, filter, and how a picture is cut without random crops; its mean is the colour of erased rectangles.</param>
    /// <exception cref="ArgumentException">The options have something wrong.</exception>
    public Augmenter(AugmentationOptions options, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
        _preprocessing = preprocessing;
        _canvas = new AugmentationCanvas(preprocessing.CropSize);
        _mean = (Level(preprocessing.Mean.Red), Level(preprocessing.Mean.Green), Level(preprocessing.Mean.Blue));
        LargestSide = options.CropScale is ValueRange scale
            ? (int)Math.Ceiling(preprocessing.CropSize * Math.Clamp(1 / Math.Sqrt(scale.Minimum), LeastEnlargement, MostEnlargement))
            : preprocessing.CropSize;
        _decoderOptions = options.CropScale is null
            ? new ImageDecoderOptions { TargetSize = preprocessing.ResizeSize }
            : new ImageDecoderOptions { TargetSize = LargestSide, ReductionGap = 1 };
    }

    /// <summary>Side of the pictures that come out, in pixels.</summary>
    public int Side => _preprocessing.CropSize;

    /// <summary>
    /// The longest that the shorter side of a prepared picture is, in pixels: twice the side of the result, or up to four times where random crops take
    /// less than a quarter of the area, so that the smallest crop need not be enlarged.
    /// </summary>
    public int LargestSide { get; }

    /// <summary>Decodes a picture, no larger than is needed, and does what is the same in every epoch.</summary>
    /// <param name="content">The whole picture file.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public Image Prepare(ReadOnlyMemory<byte> content) => Prepare(ImageDecoder.Decode(content, _decoderOptions).Image);

    /// <summary>Does what is the same in every epoch.</summary>
    /// <param name="picture">A decoded picture, upright.</param>
    /// <returns>The picture itself where nothing is to be done.</returns>
    public Image Prepare(Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (_options.CropScale is not null)
        {
            return Math.Min(picture.Width, picture.Height) <= LargestSide ? picture : _resizer.ResizeShorterSide(picture, LargestSide, _preprocessing.Filter);
        }

        Image crop = new(Side, Side);
        _resizer.ResizeShorterSideAndCenterCrop(picture, _preprocessing.ResizeSize, Side, _preprocessing.Placement, _preprocessing.Filter, crop.Pixels);
        return crop;
    }

    /// <summary>Augments a decoded picture.</summary>
    /// <param name="picture">A decoded picture, upright.</param>
    /// <param name="random">Where all chance comes from.</param>
    /// <returns>A new picture of <see cref="Side"/> x <see cref="Side"/>.</returns>
    public Image Apply(Image picture, DeterministicRandom random) => new(Side, Side, [.. ApplyPrepared(Prepare(picture), random).Pixels]);

    /// <summary>Augments a prepared picture, which is not changed.</summary>
    /// <param name="prepared">What <see cref="Prepare(Image)"/> gave.</param>
    /// <param name="random">Where all chance comes from.</param>
    /// <returns>A picture that is valid until the next call.</returns>
    internal Image ApplyPrepared(Image prepared, DeterministicRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Crop(prepared, random);
        if (_options.HorizontalFlip > 0 && random.NextDouble() < _options.HorizontalFlip)
        {
            Flip.Horizontal(_canvas.Picture);
        }

        if (_options.VerticalFlip > 0 && random.NextDouble() < _options.VerticalFlip)
        {
            Flip.Vertical(_canvas.Picture);
        }

        if (_options.Rotation > 0)
        {
            _canvas.Transform(AffineMap.Rotation(AugmentationCanvas.Even(_options.Rotation, random), Side, Side), _options.Fill);
        }

        if (_options.TrivialAugment)
        {
            _canvas.Apply(TrivialAugmentation.Draw(random), _options.Fill);
        }

        if (_options.Brightness > 0 || _options.Contrast > 0 || _options.Saturation > 0 || _options.Hue > 0)
        {
            _canvas.Jitter(_options, random);
        }

        if (_options.Erasing > 0 && random.NextDouble() < _options.Erasing
            && RandomBox.Erasing(Side, Side, _options.ErasingScale, _options.ErasingRatio, random) is PixelBox erased)
        {
            _canvas.Erase(erased, _mean);
        }

        return _canvas.Picture;
    }

    private void Crop(Image prepared, DeterministicRandom random)
    {
        if (_options.CropScale is not ValueRange scale)
        {
            prepared.Pixels.CopyTo(_canvas.Picture.Pixels.AsSpan());
            return;
        }

        PixelBox box = RandomBox.Crop(prepared.Width, prepared.Height, scale, _options.CropRatio, random);
        ImageBox part = new(box.Left, box.Top, box.Left + box.Width, box.Top + box.Height);
        _resizer.Resize(prepared, part, _preprocessing.Filter, _canvas.Picture);
    }

    private static byte Level(float mean) => (byte)Math.Clamp(MathF.Round(mean), 0, 255);
}
