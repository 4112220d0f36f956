namespace MLNetTransfer.Datasets;

/// <summary>The order in which a network expects the colours.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red (networks that come from Caffe).</summary>
    Bgr,
}
