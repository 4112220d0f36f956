using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.Heads;

public sealed class FeatureSourceTests
{
    private static readonly MemoryFeatureSource Source = new(new float[] { 0, 1, 10, 11, 20, 21, 30, 31 }, 2);

    [Fact]
    public void MemoryFeatureSource_Read_CopiesTheRows()
    {
        float[] rows = new float[4];

        Source.Read(1, 2, rows);

        Assert.Equal([10, 11, 20, 21], rows);
        Assert.Equal((4, 2), (Source.RowCount, Source.FeatureLength));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(3, 2)]
    public void MemoryFeatureSource_RowsThatAreNotThere_AreRefused(int first, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Source.Read(first, count, new float[8]));

    [Fact]
    public void MemoryFeatureSource_PartOfARow_IsRefused() => Assert.Throws<ArgumentException>(() => new MemoryFeatureSource(new float[3], 2));

    [Fact]
    public void FeatureSubset_AnyOrder_ReadsThoseRows()
    {
        FeatureSubset subset = new(Source, [3, 0, 1, 1]);
        float[] rows = new float[6];

        subset.Read(1, 3, rows);

        Assert.Equal([0, 1, 10, 11, 10, 11], rows);
        Assert.Equal(4, subset.RowCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void FeatureSubset_RowThatIsNotThere_IsRefused(int row) => Assert.Throws<ArgumentException>(() => new FeatureSubset(Source, [0, row]));

    [Fact]
    public void LabelledFeatures_Balanced_GivesEachClassTheSameWeight()
    {
        LabelledFeatures data = new LabelledFeatures(Source, [0, 0, 0, 2], 3).Balanced();

        Assert.Equal([2f / 3, 2f / 3, 2f / 3, 2], data.SampleWeights);
    }

    [Fact]
    public void LabelledFeatures_ThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LabelledFeatures(Source, [0, 1], 2));
        Assert.Throws<ArgumentException>(() => new LabelledFeatures(Source, [0, 1, 0, 2], 2));
        Assert.Throws<ArgumentException>(() => new LabelledFeatures(Source, [0, 1, 0, 1], 2, [1, 1, float.NaN, 1]));
        Assert.Throws<ArgumentException>(() => new LabelledFeatures(Source, [0, 1, 0, 1], 2, [0, 0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledFeatures(Source, [0, 0, 0, 0], 1));
    }
}
