namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>What shows where a rotation, a shear or a translation looks beyond the edge of a picture.</summary>
public enum AugmentationFill
{
    /// <summary>The picture mirrored at its edge, as Keras' random layers do: no edge is added that the network could learn.</summary>
    Reflect,

    /// <summary>Black, the default of torchvision.</summary>
    Black,
}
