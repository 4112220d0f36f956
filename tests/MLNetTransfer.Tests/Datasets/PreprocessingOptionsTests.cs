using MLNetTransfer.Datasets;

namespace MLNetTransfer.Tests.Datasets;

public sealed class PreprocessingOptionsTests
{
    [Fact]
    public void ApplyTo_Nothing_ChangesNothing() =>
        Assert.Equal(Preprocessing.Torch, new PreprocessingOptions().ApplyTo(Preprocessing.Torch));

    [Fact]
    public void ApplyTo_Mode_KeepsTheGeometry()
    {
        Preprocessing preprocessing = new PreprocessingOptions { Mode = "tf" }.ApplyTo(Preprocessing.Torch with { CropSize = 96, ResizeSize = 110 });

        Assert.Equal(Preprocessing.TensorFlow with { CropSize = 96, ResizeSize = 110 }, preprocessing);
    }

    [Fact]
    public void ApplyTo_MeanUpToOne_IsTakenOnTheUnitScale()
    {
        Preprocessing preprocessing = new PreprocessingOptions { Mean = [0.5f, 0, 1] }.ApplyTo(Preprocessing.Raw);

        Assert.Equal(new Preprocessing.Channels(127.5f, 0, 255), preprocessing.Mean);
    }

    [Fact]
    public void ApplyTo_MeanAboveOne_IsTakenInPixels()
    {
        Preprocessing preprocessing = new PreprocessingOptions { Mean = [123.7f, 116.8f, 103.9f] }.ApplyTo(Preprocessing.Raw);

        Assert.Equal(new Preprocessing.Channels(123.7f, 116.8f, 103.9f), preprocessing.Mean);
    }

    [Fact]
    public void ApplyTo_CropAlone_KeepsTheShareOfThePicture()
    {
        Preprocessing preprocessing = new PreprocessingOptions { Crop = 112 }.ApplyTo(Preprocessing.Torch);

        Assert.Equal((112, 128), (preprocessing.CropSize, preprocessing.ResizeSize));
    }

    [Fact]
    public void ApplyTo_SizeBelowTheCrop_CropsTheWholeSquare()
    {
        Preprocessing preprocessing = new PreprocessingOptions { Size = 160 }.ApplyTo(Preprocessing.Torch);

        Assert.Equal((160, 160), (preprocessing.CropSize, preprocessing.ResizeSize));
    }

    [Fact]
    public void Validate_SeveralProblems_ListsAll()
    {
        PreprocessingOptions options = new() { Mode = "keras", Mean = [1, 2], Deviation = [1, 0, 1], Size = 100, Crop = 200 };

        Assert.Equal(4, options.Validate().Count);
        Assert.Throws<ArgumentException>(() => options.ApplyTo(Preprocessing.Torch));
    }
}
