using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Tests;

public sealed class ReportPicturesTests(TrainedColours colours) : IClassFixture<TrainedColours>
{
    private readonly ReportPictures _pictures = new(["blue", "green", "red"], null);

    [Fact]
    public void MostWrong_FileThatHasGone_IsListedWithoutAPicture()
    {
        PictureExample example = Assert.Single(_pictures.MostWrong([new PicturePrediction("somewhere/red/gone.png", 2, 0, 0.9f, 0.1f)]));

        Assert.Equal("red/gone.png", example.Path);
        Assert.Equal(("red", "blue"), (example.Actual, example.Predicted));
        Assert.Empty(example.Jpeg);
        Assert.Null(example.HeatJpeg);
    }

    [Fact]
    public void Augmented_Pictures_AreOneOfEachClassAndTheirVariantsDiffer()
    {
        ImageItem[] items = [.. ImageFolder.Scan(colours.Pictures.Folder, new ImageFolderOptions()).Items];

        IReadOnlyList<AugmentedExample> examples = _pictures.Augmented(items, AugmentationOptions.Strong, Preprocessing.Torch with { CropSize = 32, ResizeSize = 32 }, 1);

        Assert.Equal(["blue", "green", "red"], examples.Select(each => each.Name));
        Assert.All(examples, each => Assert.Equal(5, each.Variants.Select(Convert.ToBase64String).Distinct().Count()));
        Assert.All(examples, each => Assert.InRange(ImageDecoder.Decode(each.Original).Image.Width, 36, 56));
    }

    [Fact]
    public void Examples_ManyPictures_AreSpreadOverTheList()
    {
        ImageItem[] items = [.. Enumerable.Range(0, 6).Select(index => new ImageItem(Path.Combine(colours.Pictures.Folder, "green", FormattableString.Invariant($"{index}.png")), 1))];

        ClassExamples green = Assert.Single(_pictures.Examples(items));

        Assert.Equal("green", green.Name);
        Assert.Equal(4, green.Jpegs.Select(Convert.ToBase64String).Distinct().Count());
    }
}
