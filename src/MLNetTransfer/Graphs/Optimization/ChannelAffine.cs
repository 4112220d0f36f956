namespace MLNetTransfer.Graphs.Optimization;

/// <summary>y = scale x + shift, with one pair of numbers a channel (dimension 1).</summary>
/// <param name="Scale">One number a channel.</param>
/// <param name="Shift">One number a channel.</param>
internal readonly record struct ChannelAffine(double[] Scale, double[] Shift);
