namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>The operations of TrivialAugment's wide space, in the order of torchvision's <c>TrivialAugmentWide</c>.</summary>
internal enum TrivialOperation
{
    Identity,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
    Rotate,
    Brightness,
    Color,
    Contrast,
    Sharpness,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
}
