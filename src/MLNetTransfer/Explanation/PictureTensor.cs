using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Explanation;

/// <summary>Prepared pictures as the input of a network.</summary>
internal static class PictureTensor
{
    /// <summary>Wraps pictures, without a copy.</summary>
    /// <param name="pictures">At least count x side x side x 3 floats, channels contiguous.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="side">Their side in pixels.</param>
    /// <param name="channelsLast">Whether the network is declared as [N, H, W, 3] and not as [N, 3, H, W].</param>
    public static Tensor Of(Memory<float> pictures, int count, int side, bool channelsLast)
    {
        Memory<float> elements = pictures[..(count * side * side * Image.Channels)];
        return channelsLast
            ? Tensor.From(new Shape(count, side, side, Image.Channels), elements)
            : Tensor.From(new Shape(count, Image.Channels, side, side), elements, MemoryFormat.ChannelsLast);
    }
}
