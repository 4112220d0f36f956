using MLNetTransfer.Datasets;

namespace MLNetTransfer.Tests.Datasets;

public sealed class DatasetSplitTests
{
    [Fact]
    public void Stratified_TwoClasses_KeepsTheSharesInEach()
    {
        DatasetSplit split = DatasetSplit.Stratified(Make(100, 10), 0.2, 0.1, 1);

        Assert.Equal([70, 7], split.Training.CountByClass());
        Assert.Equal([20, 2], split.Validation!.CountByClass());
        Assert.Equal([10, 1], split.Test!.CountByClass());
        Assert.Equal(110, split.Training.Items.Concat(split.Validation.Items).Concat(split.Test.Items).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 0.2, 0.1, 1, 0, 0)]
    [InlineData(2, 0.2, 0.1, 2, 0, 0)]
    [InlineData(3, 0.2, 0.1, 2, 1, 0)]
    [InlineData(4, 0.2, 0.1, 3, 1, 0)]
    [InlineData(7, 0.2, 0.1, 5, 1, 1)]
    [InlineData(9, 0.2, 0.1, 6, 2, 1)]
    [InlineData(1, 0.45, 0.45, 1, 0, 0)]
    [InlineData(2, 0.5, 0.45, 1, 1, 0)]
    [InlineData(10, 0.9, 0.09, 1, 8, 1)]
    [InlineData(10, 0.3, 0, 7, 3, 0)]
    public void Stratified_SmallClass_RoundsByLargestRemainderAndKeepsOneForTraining(int count, double validation, double test, int training, int validationCount, int testCount)
    {
        DatasetSplit split = DatasetSplit.Stratified(Make(count, 5), validation, test, 3);

        Assert.Equal(training, split.Training.CountByClass()[0]);
        Assert.Equal(validationCount, split.Validation?.CountByClass()[0] ?? 0);
        Assert.Equal(testCount, split.Test?.CountByClass()[0] ?? 0);
    }

    [Fact]
    public void Stratified_NoShares_GivesNoSplits()
    {
        DatasetSplit split = DatasetSplit.Stratified(Make(3, 3), 0, 0, 1);

        Assert.Equal(6, split.Training.Items.Count);
        Assert.Null(split.Validation);
        Assert.Null(split.Test);
    }

    [Fact]
    public void Stratified_KnownSeed_GivesTheStatedPictures()
    {
        DatasetSplit split = DatasetSplit.Stratified(Make(10, 10), 0.2, 0.1, 2024);

        // From a second implementation of the generator and the shuffle, in Python.
        Assert.Equal(["root/class0/5.jpg", "root/class0/6.jpg", "root/class1/1.jpg", "root/class1/2.jpg"], split.Validation!.Items.Select(item => item.Path));
    }

    [Fact]
    public void Stratified_AnotherSeed_GivesOtherPictures()
    {
        ImageDataset dataset = Make(50, 50);

        Assert.NotEqual(DatasetSplit.Stratified(dataset, 0.2, 0, 1).Validation!.Items, DatasetSplit.Stratified(dataset, 0.2, 0, 2).Validation!.Items);
    }

    [Fact]
    public void Stratified_AnotherClassGrows_LeavesTheSplitOfThisOne()
    {
        DatasetSplit small = DatasetSplit.Stratified(Make(20, 5), 0.2, 0.1, 1);
        DatasetSplit large = DatasetSplit.Stratified(Make(20, 50), 0.2, 0.1, 1);

        Assert.Equal(small.Validation!.Items.Where(item => item.ClassIndex == 0), large.Validation!.Items.Where(item => item.ClassIndex == 0));
    }

    [Fact]
    public void Stratified_Copies_StayTogether()
    {
        ImageDataset dataset = Make(60, 60);
        string[] keys = [.. dataset.Items.Select((item, index) => $"{item.ClassIndex}/{index % 60 / 3}")];
        Dictionary<string, string> keyOfPath = dataset.Items.Zip(keys).ToDictionary(pair => pair.First.Path, pair => pair.Second);

        DatasetSplit split = DatasetSplit.Stratified(dataset, 0.2, 0.1, 5, keys);

        HashSet<string>[] parts = [.. new[] { split.Training, split.Validation!, split.Test! }.Select(part => part.Items.Select(item => keyOfPath[item.Path]).ToHashSet())];
        Assert.Empty(parts[0].Intersect(parts[1]));
        Assert.Empty(parts[0].Intersect(parts[2]));
        Assert.Empty(parts[1].Intersect(parts[2]));
        Assert.Equal([12, 12], split.Validation!.CountByClass());
        Assert.Equal([6, 6], split.Test!.CountByClass());
    }

    [Fact]
    public void Stratified_SameContentInTwoClasses_IsForTrainingOnly()
    {
        ImageDataset dataset = Make(10, 10);
        string[] keys = [.. dataset.Items.Select((item, index) => index % 10 == 4 ? "shared" : item.Path)];

        for (ulong seed = 0; seed < 10; seed++)
        {
            DatasetSplit split = DatasetSplit.Stratified(dataset, 0.5, 0.3, seed, keys);

            Assert.Equal(2, split.Training.Items.Count(item => item.Path.EndsWith("/4.jpg", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    public void Stratified_BadShares_AreRefused(double validation, double test) =>
        Assert.Throws<ArgumentException>(() => DatasetSplit.Stratified(Make(3, 3), validation, test, 1));

    [Fact]
    public void Stratified_TooFewKeys_AreRefused() => Assert.Throws<ArgumentException>(() => DatasetSplit.Stratified(Make(3, 3), 0.2, 0.1, 1, ["a"]));

    private static ImageDataset Make(params int[] counts) => new()
    {
        Root = "root",
        Classes = [.. counts.Select((_, index) => $"class{index}")],
        Items = [.. counts.SelectMany((count, index) => Enumerable.Range(0, count).Select(number => new ImageItem($"root/class{index}/{number}.jpg", index)))],
    };
}
