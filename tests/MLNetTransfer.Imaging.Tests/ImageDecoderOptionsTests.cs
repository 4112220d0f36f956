using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests;

public sealed class ImageDecoderOptionsTests
{
    private static readonly byte[] Pixel = PngEncoder.Encode(new Image(1, 1, [1, 2, 3]));

    public static TheoryData<string, ImageDecoderOptions> Wrong() => new()
    {
        { nameof(ImageDecoderOptions.MaximumPixels), new() { MaximumPixels = 0 } },
        { nameof(ImageDecoderOptions.MaximumMemory), new() { MaximumMemory = -1 } },
        { nameof(ImageDecoderOptions.MaximumSegments), new() { MaximumSegments = 0 } },
        { nameof(ImageDecoderOptions.TargetSize), new() { TargetSize = -1 } },
        { nameof(ImageDecoderOptions.ReductionGap), new() { ReductionGap = 0.99 } },
        { nameof(ImageDecoderOptions.ReductionGap), new() { ReductionGap = double.NaN } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Decode_ValueOutOfRange_IsRefusedByItsName(string name, ImageDecoderOptions options)
    {
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ImageDecoder.Decode(Pixel, options)).ParamName);
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ImageDecoder.Identify(Pixel, options)).ParamName);
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ImageDecoder.DecodeFile("absent.png", options)).ParamName);
    }

    [Fact]
    public void Decode_SmallestValues_AreTaken()
    {
        ImageDecoderOptions options = new() { MaximumPixels = 1, MaximumSegments = 3, TargetSize = 0, ReductionGap = 1 };

        Assert.Equal([1, 2, 3], ImageDecoder.Decode(Pixel, options).Image.Pixels);
    }
}
