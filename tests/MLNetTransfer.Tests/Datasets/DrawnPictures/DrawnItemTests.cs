using MLNetTransfer.Datasets.DrawnPictures;

namespace MLNetTransfer.Tests.Datasets.DrawnPictures;

public sealed class DrawnItemTests
{
    private const int Kinds = 5;

    [Fact]
    public void Draw_SameItem_GivesTheSamePixels()
    {
        for (int index = 0; index < 2 * Kinds; index++)
        {
            Assert.Equal(new DrawnItem(3, index, 1).Draw().Pixels, new DrawnItem(3, index, 1).Draw().Pixels);
        }
    }

    [Theory]
    [InlineData(4, 0, 1)]
    [InlineData(3, Kinds, 1)]
    [InlineData(3, 0, 2)]
    public void Draw_OtherSeedClassOrNumber_GivesAnotherPicture(ulong seed, int classIndex, int number) =>
        Assert.NotEqual(new DrawnItem(3, 0, 1).Draw().Pixels, new DrawnItem(seed, classIndex, number).Draw().Pixels);

    [Fact]
    public void Draw_EveryKind_ShowsSomething()
    {
        for (int index = 0; index < 6 * Kinds; index++)
        {
            byte[] pixels = new DrawnItem(1, index, 0).Draw().Pixels;

            Assert.Equal(DrawnItem.Side * DrawnItem.Side * 3, pixels.Length);
            double mean = pixels.Average(value => value);
            Assert.True(pixels.Average(value => (value - mean) * (value - mean)) > 20, $"class {index} is almost flat");
        }
    }

    [Fact]
    public void List_ClassesAndPictures_AreAllThere()
    {
        IReadOnlyList<DrawnItem> items = DrawnItem.List(1, 3, 2);

        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)], items.Select(item => (item.ClassIndex, item.Number)));
        Assert.Equal(6, items.Select(item => item.Path).Distinct().Count());
    }
}
