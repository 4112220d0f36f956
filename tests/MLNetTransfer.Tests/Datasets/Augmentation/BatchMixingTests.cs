using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class BatchMixingTests
{
    private const int Side = 8;
    private const int Classes = 4;

    [Fact]
    public void Apply_Mixup_BlendsPicturesAndTargetsAlike()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            TrainingBatch batch = Filled(3);

            BatchMixing.Apply(batch, new AugmentationOptions { Mixup = 1 }, new DeterministicRandom(seed));

            float share = batch.Targets!.Span[0];
            Assert.InRange(share, 0.0001f, 0.9999f);
            for (int row = 0; row < 3; row++)
            {
                int partner = (row + 2) % 3;
                float expected = (share * Value(row)) + ((1 - share) * Value(partner));
                Assert.All(batch.Row(row).ToArray(), value => Assert.Equal(expected, value, 1e-4f));
                AssertTargets(batch, row, partner, share);
            }
        }
    }

    [Fact]
    public void Apply_Cutmix_TargetsAreTheSharesOfTheArea()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            TrainingBatch batch = Filled(3);

            BatchMixing.Apply(batch, new AugmentationOptions { Cutmix = 1 }, new DeterministicRandom(seed));

            for (int row = 0; row < 3; row++)
            {
                int partner = (row + 2) % 3;
                float[] values = batch.Row(row).ToArray();
                Assert.All(values, value => Assert.True(value == Value(row) || value == Value(partner)));
                AssertTargets(batch, row, partner, values.Count(value => value == Value(row)) / (float)values.Length);
            }
        }
    }

    [Fact]
    public void Apply_Both_TakesEachAboutHalfOfTheTime()
    {
        int cut = Enumerable.Range(0, 400).Count(seed =>
        {
            TrainingBatch batch = Filled(2);
            BatchMixing.Apply(batch, new AugmentationOptions { Mixup = 1, Cutmix = 1 }, new DeterministicRandom((ulong)seed));
            return batch.Row(0).ToArray().All(value => value == Value(0) || value == Value(1));
        });

        // 200 expected, with a deviation of 10.
        Assert.InRange(cut, 150, 250);
    }

    [Fact]
    public void Apply_OnePicture_StaysAsItIs()
    {
        TrainingBatch batch = Filled(1);

        BatchMixing.Apply(batch, new AugmentationOptions { Mixup = 1 }, new DeterministicRandom(1));

        Assert.All(batch.Row(0).ToArray(), value => Assert.Equal(Value(0), value));
        Assert.Equal([1f, 0f, 0f, 0f], batch.Targets!.Span.ToArray());
    }

    private static float Value(int row) => 1 + (10 * row);

    private static TrainingBatch Filled(int count)
    {
        TrainingBatch batch = new(count, Side, Classes, mixes: true);
        ImageItem[] items = [.. Enumerable.Range(0, count).Select(row => new ImageItem("", row))];
        for (int row = 0; row < count; row++)
        {
            batch.Row(row).Fill(Value(row));
        }

        batch.Complete([.. Enumerable.Range(0, count).Select(row => new EpochRow(row, 0))], [.. Enumerable.Repeat(true, count)], items);
        return batch;
    }

    private static void AssertTargets(TrainingBatch batch, int row, int partner, float share)
    {
        float[] expected = new float[Classes];
        expected[row] += share;
        expected[partner] += 1 - share;
        float[] found = batch.Targets!.Span.Slice(row * Classes, Classes).ToArray();
        for (int label = 0; label < Classes; label++)
        {
            Assert.Equal(expected[label], found[label], 1e-5f);
        }
    }
}
