using System.Numerics;
using MLNetTransfer.Imaging;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Mixup (H. Zhang and others, "mixup: Beyond Empirical Risk Minimization", 2018) and CutMix (S. Yun and others, 2019): each picture of a batch is mixed with the one before it, the
/// first with the last, as torchvision's references do; the order of a batch being random, so is the partner. Targets are mixed in the same proportion.
/// </summary>
internal static class BatchMixing
{
    /// <summary>Mixes a batch by one of the methods that are switched on, each as likely.</summary>
    public static void Apply(TrainingBatch batch, AugmentationOptions options, DeterministicRandom random)
    {
        bool cuts = options.Mixup <= 0 || (options.Cutmix > 0 && random.NextInt32(2) == 1);
        double share = BetaDistribution.Draw(cuts ? options.Cutmix : options.Mixup, random);
        if (batch.Count < 2)
        {
            return;
        }

        if (cuts)
        {
            PixelBox box = Box(batch.Side, share, random);
            share = 1 - ((double)box.Width * box.Height / ((double)batch.Side * batch.Side));
            Roll(batch, (row, partner) => Paste(row, partner, batch.Side, box));
        }
        else
        {
            Roll(batch, (row, partner) => Mix(row, partner, (float)share));
        }

        MixTargets(batch, (float)share);
    }

    // A box of (1 - share) of the area around a random centre, cut at the edge.
    internal static PixelBox Box(int side, double share, DeterministicRandom random)
    {
        int centerX = random.NextInt32(side);
        int centerY = random.NextInt32(side);
        int half = (int)(0.5 * Math.Sqrt(1 - share) * side);
        int left = Math.Max(centerX - half, 0);
        int top = Math.Max(centerY - half, 0);
        return new PixelBox(left, top, Math.Min(centerX + half, side) - left, Math.Min(centerY + half, side) - top);
    }

    private delegate void RowAction(Span<float> row, ReadOnlySpan<float> partner);

    // From the last row to the first, so that each partner is still as it was; only the last row must be kept aside.
    private static void Roll(TrainingBatch batch, RowAction action)
    {
        float[] last = [.. batch.Row(batch.Count - 1)];
        for (int row = batch.Count - 1; row > 0; row--)
        {
            action(batch.Row(row), batch.Row(row - 1));
        }

        action(batch.Row(0), last);
    }

    private static void MixTargets(TrainingBatch batch, float share)
    {
        float[] last = [.. batch.Target(batch.Count - 1)];
        for (int row = batch.Count - 1; row > 0; row--)
        {
            Mix(batch.Target(row), batch.Target(row - 1), share);
        }

        Mix(batch.Target(0), last, share);
    }

    private static void Mix(Span<float> row, ReadOnlySpan<float> partner, float share)
    {
        Vector<float> own = new(share);
        Vector<float> other = new(1 - share);
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> mixed = (own * new Vector<float>(row[i..])) + (other * new Vector<float>(partner[i..]));
            mixed.CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] = (share * row[i]) + ((1 - share) * partner[i]);
        }
    }

    private static void Paste(Span<float> row, ReadOnlySpan<float> partner, int side, PixelBox box)
    {
        for (int y = box.Top; y < box.Top + box.Height; y++)
        {
            int start = ((y * side) + box.Left) * Image.Channels;
            partner.Slice(start, box.Width * Image.Channels).CopyTo(row[start..]);
        }
    }
}
