using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// The draw of TrivialAugment (S. Mueller and F. Hutter, 2021): one operation, each as likely as the others, with one of 31 strengths, and a sign where the
/// operation has two directions. The ranges are those of torchvision's <c>TrivialAugmentWide</c>.
/// </summary>
/// <param name="Operation">What to do.</param>
/// <param name="Magnitude">How much, in the unit of the operation; 0 where it has no strength.</param>
internal readonly record struct TrivialAugmentation(TrivialOperation Operation, double Magnitude)
{
    /// <summary>Number of strengths.</summary>
    public const int Strengths = 31;

    private const int Operations = (int)TrivialOperation.Equalize + 1;

    /// <summary>Draws an operation.</summary>
    public static TrivialAugmentation Draw(DeterministicRandom random)
    {
        TrivialOperation operation = (TrivialOperation)random.NextInt32(Operations);
        if (operation is TrivialOperation.Identity or TrivialOperation.AutoContrast or TrivialOperation.Equalize)
        {
            return new TrivialAugmentation(operation, 0);
        }

        double share = random.NextInt32(Strengths) / (Strengths - 1.0);
        double magnitude = operation switch
        {
            TrivialOperation.TranslateX or TrivialOperation.TranslateY => Math.Floor(share * 32),
            TrivialOperation.Rotate => share * 135,
            TrivialOperation.Posterize => 8 - Math.Round(share * 6),
            TrivialOperation.Solarize => 255 * (1 - share),
            _ => share * 0.99,
        };
        bool signed = operation is not (TrivialOperation.Posterize or TrivialOperation.Solarize);
        return new TrivialAugmentation(operation, signed && random.NextInt32(2) == 1 ? -magnitude : magnitude);
    }
}
