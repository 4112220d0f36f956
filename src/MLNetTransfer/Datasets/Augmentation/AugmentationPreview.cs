using MLNetTransfer.Imaging;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Shows what augmentation makes of a picture.</summary>
public static class AugmentationPreview
{
    /// <summary>Most variants of one call.</summary>
    public const int MostVariants = 100;

    /// <summary>Makes variants of a picture.</summary>
    /// <param name="path">A picture file.</param>
    /// <param name="options">What to do; mixup and CutMix need a batch and are left out.</param>
    /// <param name="preprocessing">Size of the variants, and how a picture is cut without random crops.</param>
    /// <param name="count">1 to <see cref="MostVariants"/>.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <exception cref="ArgumentException">The options have something wrong.</exception>
    /// <exception cref="ImageFormatException">The file is no picture that can be decoded; the message begins with the path.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Image> Create(string path, AugmentationOptions options, Preprocessing preprocessing, int count, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostVariants);
        Augmenter augmenter = new(options, preprocessing);
        Image prepared;
        try
        {
            prepared = augmenter.Prepare(new PictureFile().Read(path));
        }
        catch (ImageFormatException exception)
        {
            throw new ImageFormatException(exception.Error, $"{path}: {exception.Message}", exception);
        }

        Image[] variants = new Image[count];
        for (int variant = 0; variant < count; variant++)
        {
            Image picture = augmenter.ApplyPrepared(prepared, DeterministicRandom.For(seed, "variants of a picture", (ulong)variant));
            variants[variant] = new Image(picture.Width, picture.Height, [.. picture.Pixels]);
        }

        return variants;
    }
}
