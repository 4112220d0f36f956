namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>
/// Cuts the inner dimension [taps, channels] into blocks so small that the part of a panel that a block reads stays in the first-level cache while the
/// tiles of many rows pass over it.
/// </summary>
internal readonly struct InnerBlocks
{
    private const int Target = 256;

    private readonly int _taps;
    private readonly int _channels;
    private readonly int _tapsInBlock;
    private readonly int _channelBlocks;
    private readonly int _channelsInBlock;

    /// <summary>Cuts a dimension of the given size.</summary>
    public InnerBlocks(int taps, int channels)
    {
        _taps = taps;
        _channels = channels;
        _channelBlocks = channels <= Target + (Target / 2) ? 1 : (channels + Target - 1) / Target;
        _channelsInBlock = (channels + _channelBlocks - 1) / _channelBlocks;
        int most = Math.Max(1, Target / Math.Max(1, channels));
        int tapBlocks = (taps + most - 1) / most;
        _tapsInBlock = (taps + tapBlocks - 1) / tapBlocks;
        Count = (taps + _tapsInBlock - 1) / _tapsInBlock * _channelBlocks;
    }

    /// <summary>Number of blocks, at least 1.</summary>
    public int Count { get; }

    /// <summary>Where a block begins and how large it is.</summary>
    public void Locate(int block, out int firstTap, out int taps, out int firstChannel, out int channels)
    {
        firstTap = block / _channelBlocks * _tapsInBlock;
        taps = Math.Min(_tapsInBlock, _taps - firstTap);
        firstChannel = block % _channelBlocks * _channelsInBlock;
        channels = Math.Min(_channelsInBlock, _channels - firstChannel);
    }
}
