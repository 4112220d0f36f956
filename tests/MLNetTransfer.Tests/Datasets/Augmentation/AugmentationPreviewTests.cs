using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class AugmentationPreviewTests
{
    private static readonly string Picture = Repository.PathOf("tests", "MLNetTransfer.Tests", "Fixtures", "Augmentation", "picture.png");
    private static readonly Preprocessing Small = Preprocessing.Torch with { ResizeSize = 20, CropSize = 16 };

    [Fact]
    public void Create_SameSeed_GivesTheSameVariants()
    {
        IReadOnlyList<Image> first = AugmentationPreview.Create(Picture, AugmentationOptions.Standard, Small, 4, 9);
        IReadOnlyList<Image> second = AugmentationPreview.Create(Picture, AugmentationOptions.Standard, Small, 4, 9);

        Assert.Equal(first.Select(image => Convert.ToHexString(image.Pixels)), second.Select(image => Convert.ToHexString(image.Pixels)));
        Assert.Equal(4, first.Select(image => Convert.ToHexString(image.Pixels)).Distinct().Count());
    }

    [Fact]
    public void Create_BrokenFile_NamesIt()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("broken.png", [1, 2, 3]);

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => AugmentationPreview.Create(path, AugmentationOptions.Light, Small, 1, 1));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }
}
