namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>Named sets of <see cref="AugmentationOptions"/>.</summary>
public enum AugmentationPreset
{
    /// <summary>Every picture as it is for validation.</summary>
    None,

    /// <summary>Mild crops and the horizontal flip.</summary>
    Light,

    /// <summary>Crops, the horizontal flip, small rotations, some change of colour.</summary>
    Standard,

    /// <summary>Hard crops, the horizontal flip, TrivialAugment, erasing.</summary>
    Strong,
}
