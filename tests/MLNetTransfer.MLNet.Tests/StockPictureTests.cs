#if WITH_MLNET
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.MLNet.Tests;

/// <summary>A <c>model.zip</c> for pictures in memory: what docs/formats/model-zip.md says of them.</summary>
public sealed class StockPictureTests(StockPictureTests.Models models) : IClassFixture<StockPictureTests.Models>
{
    private readonly MLContext _context = new();

    [Fact]
    public void Predict_PicturesOfAnySize_ScoresAsTheirPaths()
    {
        using PredictionEngine<PathInput, Prediction> byPath = Engine<PathInput>(models.PathZip);
        using PredictionEngine<PictureInput, Prediction> byPicture = Engine<PictureInput>(models.PictureZip);
        string[] paths = [.. models.Pictures.SelectMany(OtherSizes)];
        Assert.Equal(7, paths.Select(Size).Distinct().Count());
        foreach (string path in paths)
        {
            using MLImage picture = MLImage.CreateFromFile(path);
            using MLImage swapped = OtherOrder(picture);

            Prediction expected = byPath.Predict(new PathInput { ImagePath = path });
            Prediction ofPicture = byPicture.Predict(new PictureInput { Image = picture });
            Prediction ofSwapped = byPicture.Predict(new PictureInput { Image = swapped });

            Assert.Equal(expected.PredictedLabel, ofPicture.PredictedLabel);
            Assert.Equal(expected.Score, ofPicture.Score);
            Assert.Equal(expected.Score, ofSwapped.Score);
        }
    }

    // The pictures have the size of the training pictures, 96 pixels, for which the chain was made; the backbone takes 128.
    [Fact]
    public void Predict_PicturesOfTheTrainingSize_ScoresAsOurs()
    {
        using PredictionEngine<PathInput, Prediction> engine = Engine<PathInput>(models.PathZip);
        VBuffer<ReadOnlyMemory<char>> names = default;
        engine.OutputSchema["Score"].GetSlotNames(ref names);
        string[] classes = [.. names.DenseValues().Select(name => name.ToString())];
        using ImageClassifier ours = ImageClassifier.Load(models.PathZip);
        string[] paths = [.. Directory.GetFiles(Repository.PathOf("datasets", "shapes"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, index) => index % 4 == 0)];
        int same = 0;
        double difference = 0;
        foreach (string path in paths)
        {
            Prediction theirs = engine.Predict(new PathInput { ImagePath = path });
            IReadOnlyList<LabelProbability> expected = ours.Classify(path);
            same += expected[0].Label == theirs.PredictedLabel ? 1 : 0;
            difference += expected.Average(each => Math.Abs(each.Probability - theirs.Score[Array.IndexOf(classes, each.Label)]));
        }

        Assert.InRange(same, 0.98 * paths.Length, paths.Length);
        Assert.InRange(difference / paths.Length, 0, 0.003);
    }

    [Fact]
    public void Save_ModelOfPathsLoadedForPictures_ScoresAsTrainedForPictures()
    {
        string zip = models.PathOf("made.zip");
        _context.Model.Save(_context.Model.LoadImageClassifier(models.PathZip, "Image", takesImages: true), null, zip);
        using PredictionEngine<PictureInput, Prediction> made = Engine<PictureInput>(zip);
        using PredictionEngine<PictureInput, Prediction> trained = Engine<PictureInput>(models.PictureZip);
        using MLImage picture = MLImage.CreateFromFile(models.Pictures[0]);

        Assert.Equal(trained.Predict(new PictureInput { Image = picture }).Score, made.Predict(new PictureInput { Image = picture }).Score);
    }

    // A sentence of the document; should ML.NET change it, the sentence can go.
    [Fact]
    public void Predict_PictureOfTheSideOfTheChain_IsDisposedOfByTheNext()
    {
        using PredictionEngine<PictureInput, Prediction> engine = Engine<PictureInput>(models.PictureZip);
        using MLImage other = Blank(Models.Side - 1);
        using MLImage fitting = Blank(Models.Side);

        engine.Predict(new PictureInput { Image = other });
        engine.Predict(new PictureInput { Image = fitting });
        engine.Predict(new PictureInput { Image = other });

        Assert.Equal(Models.Side - 1, other.Width);
        Assert.Throws<InvalidOperationException>(() => fitting.Width);
    }

    private PredictionEngine<TInput, Prediction> Engine<TInput>(string zip)
        where TInput : class =>
        _context.Model.CreatePredictionEngine<TInput, Prediction>(_context.Model.Load(zip, out _));

    // The picture itself, 96 x 96, and others of it: wide, high, small, large, and of the side that the chain resizes to, one less and the very one.
    private IEnumerable<string> OtherSizes(string path)
    {
        Image image = ImageDecoder.Decode(File.ReadAllBytes(path)).Image;
        Resizer resizer = new();
        Image[] others =
        [
            resizer.Resize(image, 140, 90, ResizeFilter.Bilinear),
            resizer.Resize(image, 60, 200, ResizeFilter.Bilinear),
            resizer.Resize(image, 20, 20, ResizeFilter.Bilinear),
            resizer.Resize(image, 900, 700, ResizeFilter.Bilinear),
            resizer.Resize(image, Models.Side - 1, Models.Side - 1, ResizeFilter.Bilinear),
            resizer.Resize(image, Models.Side, Models.Side, ResizeFilter.Bilinear),
        ];
        return others.Select(other => models.Write($"{Path.GetFileName(path)}-{other.Width}.png", PngEncoder.Encode(other))).Prepend(path);
    }

    private static (int Width, int Height) Size(string path)
    {
        using MLImage picture = MLImage.CreateFromFile(path);
        return (picture.Width, picture.Height);
    }

    private static MLImage Blank(int side) => MLImage.CreateFromPixels(side, side, MLPixelFormat.Bgra32, new byte[side * side * 4]);

    // The same picture with red where blue was, and said so.
    private static MLImage OtherOrder(MLImage picture)
    {
        byte[] pixels = picture.Pixels.ToArray();
        for (int position = 0; position < pixels.Length; position += 4)
        {
            (pixels[position], pixels[position + 2]) = (pixels[position + 2], pixels[position]);
        }

        return MLImage.CreateFromPixels(picture.Width, picture.Height, picture.PixelFormat == MLPixelFormat.Bgra32 ? MLPixelFormat.Rgba32 : MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>One training, written for paths and for pictures.</summary>
    public sealed class Models : IDisposable
    {
        /// <summary>Pixels that the chain resizes to: three times those of the built-in backbone.</summary>
        public const int Side = 384;

        private readonly ShapePictures _shapes = new();

        public Models()
        {
            PathZip = ShapePictures.Train(_shapes.Options("path"));
            PictureZip = ShapePictures.Train(_shapes.Options("picture") with { ZipInput = ChainInput.Image });
            Pictures = [.. new[] { "ring", "star" }.Select(shape => Directory.GetFiles(Path.Combine(_shapes.UnseenFolder, shape))[0])];
        }

        public string PathZip { get; }

        public string PictureZip { get; }

        public IReadOnlyList<string> Pictures { get; }

        public string PathOf(string name) => _shapes.PathOf(name);

        public string Write(string relativePath, ReadOnlySpan<byte> content) => _shapes.Write(relativePath, content);

        public void Dispose() => _shapes.Dispose();
    }

    private sealed class PathInput
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class PictureInput
    {
        [ImageType(1, 1)]
        public MLImage? Image { get; set; }
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
#endif
