namespace MLNetTransfer.Backbones;

/// <summary>What the outputs of a pretrained network stand for.</summary>
public enum BackboneLabels
{
    /// <summary>There is no classifier.</summary>
    None,

    /// <summary>The 1,000 classes of ImageNet (ILSVRC 2012), in the order of their WordNet numbers.</summary>
    ImageNet,

    /// <summary>A background class at index 0, then the 1,000 classes of ImageNet.</summary>
    ImageNetWithBackground,
}
