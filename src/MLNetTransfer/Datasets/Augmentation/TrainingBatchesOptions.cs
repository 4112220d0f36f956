using System.Globalization;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Choices of <see cref="TrainingBatches"/>.</summary>
public sealed record TrainingBatchesOptions
{
    /// <summary>How pictures and batches are changed at random.</summary>
    /// <value>Default <see cref="AugmentationOptions.None"/>.</value>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;

    /// <summary>Pictures of a batch.</summary>
    /// <value>1 to 4096; default 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seed of the order, of the augmentation and of the mixing.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each epoch has another order; else the pictures come as they are listed.</summary>
    /// <value>Default true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// How many differently augmented forms of each picture there are: epoch e takes form e mod this number. 0 for a new one in every epoch.
    /// </summary>
    /// <value>0 or more; default 0.</value>
    public int Variants { get; init; }

    /// <summary>Whether a last batch that is not full is left out; the only batch never is.</summary>
    /// <value>Default false.</value>
    public bool DropIncomplete { get; init; }

    /// <summary>
    /// Share of each class in an epoch, relative to the others, or null for the pictures as they are. Equal numbers balance the classes: an epoch has as
    /// many rows as there are pictures, a class with too few gives some of them again (augmented differently), one with too many gives others in each
    /// epoch.
    /// </summary>
    /// <value>Not negative, one for each class, at least one above 0 that has pictures; needs <see cref="Shuffle"/>.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>
    /// Most bytes of decoded pictures that are kept for the next epoch; pictures beyond are decoded anew each time. What comes out does not depend on it.
    /// </summary>
    /// <value>0 (keep none) or more; default 256 MiB. A picture takes height x width x 3, or side x side x 3 without random crops.</value>
    public long CacheBytes { get; init; } = 1L << 28;

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    /// <param name="classCount">Number of classes of the data set.</param>
    public IReadOnlyList<string> Validate(int classCount)
    {
        List<string> problems = [.. Augmentation.Validate()];
        if (BatchSize is < 1 or > 4096)
        {
            problems.Add(Text($"The batch size is {BatchSize}; expected 1 to 4096."));
        }

        if (CacheBytes < 0)
        {
            problems.Add(Text($"The picture cache has {CacheBytes} bytes; expected 0 or more."));
        }

        if (Variants < 0)
        {
            problems.Add(Text($"There are {Variants} variants of each picture; expected 0 or more."));
        }

        if (ClassWeights is null)
        {
            return problems;
        }

        if (ClassWeights.Count != classCount || ClassWeights.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
        {
            problems.Add(Text($"The class weights are {string.Join(", ", ClassWeights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)))}; expected {classCount} numbers that are not negative, one for each class."));
        }

        if (!Shuffle)
        {
            problems.Add("Class weights draw pictures at random; switch Shuffle on with them.");
        }

        return problems;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
