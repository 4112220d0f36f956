#if WITH_MLNET
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.MLNet.Tests;

/// <summary>The pixels that we say ML.NET makes, beside those that it makes.</summary>
public sealed class StockPixelsTests : IDisposable
{
    private const int Side = 96;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Made larger and smaller, once and three times halved, with odd sides, and with sides that leave a fraction of a pixel beside the square.
    [Theory]
    [InlineData(96, 96)]
    [InlineData(40, 31)]
    [InlineData(80, 95)]
    [InlineData(150, 110)]
    [InlineData(110, 150)]
    [InlineData(240, 192)]
    [InlineData(301, 225)]
    [InlineData(200, 451)]
    [InlineData(900, 813)]
    public void Make_Picture_IsWhatMLNetMakes(int width, int height)
    {
        string shape = Directory.GetFiles(Repository.PathOf("datasets", "shapes", "star"), "*.jpg").Order(StringComparer.Ordinal).First();
        Image picture = new Resizer().Resize(ImageDecoder.DecodeFile(shape).Image, width, height, ResizeFilter.Bicubic);
        string path = _folder.Write("picture.png", PngEncoder.Encode(picture));
        MLContext context = new();
        IDataView data = context.Data.LoadFromEnumerable([new Row { ImagePath = path }]);
        EstimatorChain<ImagePixelExtractingTransformer> chain = context.Transforms.LoadImages("Picture", null, "ImagePath")
            .Append(context.Transforms.ResizeImages("Picture", Side, Side, resizing: ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(context.Transforms.ExtractPixels("Pixels", "Picture"));
        float[] theirs = chain.Fit(data).Transform(data).GetColumn<float[]>("Pixels").Single();

        float[] ours = new float[3 * Side * Side];
        StockPixels.Make(picture, Side, ours);

        Assert.Equal(theirs.Length, ours.Length);
        Assert.InRange(theirs.Zip(ours, (left, right) => Math.Abs(left - right)).Max(), 0, 2);
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
    }
}
#endif
