namespace MLNetTransfer.Compute.Tensors;

/// <summary>
/// The order in which the elements of a tensor lie in memory. The shape always names the dimensions in the order of the ONNX operators
/// (N, C, H, W for a batch of pictures); the format says how they are stored.
/// </summary>
public enum MemoryFormat
{
    /// <summary>Row-major in the order of the shape: the last dimension is contiguous.</summary>
    Contiguous,

    /// <summary>Only for rank 4: N, H, W, C in memory, so that the channels of a pixel are contiguous.</summary>
    ChannelsLast,
}
