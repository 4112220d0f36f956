using MLNetTransfer.Datasets.Drawing;

namespace MLNetTransfer.Tests.Datasets.Drawing;

public class ShapesDatasetTests
{
    [Fact]
    public void Draw_AsShipped_GivesTheBytesInTheRepository()
    {
        using TemporaryFolder folder = new();
        ShapesDataset.Draw(folder.FullName, ShapesDataset.ShippedPerClass, ShapesDataset.ShippedSeed);
        string shipped = Repository.PathOf("datasets", "shapes");

        string[] names = Names(shipped);
        Assert.Equal(names, Names(folder.FullName));
        Assert.Equal(Enum.GetValues<ShapeKind>().Length * ShapesDataset.ShippedPerClass, names.Length);
        Assert.All(names, name => Assert.True(
            File.ReadAllBytes(Path.Combine(shipped, name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.PathOf(name))),
            $"{name} is drawn otherwise than it is in the repository."));
    }

    [Fact]
    public void Draw_FewerPictures_GivesTheFirstOnes()
    {
        using TemporaryFolder folder = new();

        ShapesDataset.Draw(folder.FullName, 2, ShapesDataset.ShippedSeed);

        string name = ShapesDataset.RelativePath(ShapeKind.Star, 1);
        Assert.Equal(Path.Combine("star", "star-0002.jpg"), name);
        Assert.Equal(File.ReadAllBytes(Repository.PathOf("datasets", "shapes", name)), File.ReadAllBytes(folder.PathOf(name)));
        Assert.Equal(16, Names(folder.FullName).Length);
    }

    [Fact]
    public void DrawPicture_AnotherSeedIndexOrClass_GivesAnotherPicture()
    {
        byte[] picture = ShapesDataset.DrawPicture(ShapeKind.Ring, 3, 1).Pixels;

        Assert.Equal(picture, ShapesDataset.DrawPicture(ShapeKind.Ring, 3, 1).Pixels);
        Assert.NotEqual(picture, ShapesDataset.DrawPicture(ShapeKind.Ring, 3, 2).Pixels);
        Assert.NotEqual(picture, ShapesDataset.DrawPicture(ShapeKind.Ring, 4, 1).Pixels);
        Assert.NotEqual(picture, ShapesDataset.DrawPicture(ShapeKind.Circle, 3, 1).Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void Draw_NumberOutOfRange_Throws(int perClass)
    {
        using TemporaryFolder folder = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => ShapesDataset.Draw(folder.FullName, perClass, 1));
    }

    [Fact]
    public void ClassName_EveryKind_IsItsNameInLowerCase()
    {
        Assert.All(Enum.GetValues<ShapeKind>(), kind => Assert.Equal(kind.ToString(), ShapesDataset.ClassName(kind), ignoreCase: true));
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
