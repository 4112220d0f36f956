#if WITH_MLNET
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet.Tests;

/// <summary>A <c>model.zip</c> in the hands of ML.NET alone, as an application has it.</summary>
public sealed class StockModelTests : IDisposable
{
    private const int Crop = 32;

    private readonly ColouredPictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData(Crop)]
    [InlineData(38)]
    public void Load_Path_GivesTheClassifier(int resize)
    {
        string zip = Train(ChainInput.Path, resize);
        MLContext context = new(seed: 1);

        ITransformer model = context.Model.Load(zip, out DataViewSchema schema);

        Assert.Equal("ImagePath", Assert.Single(schema).Name);
        using PredictionEngine<PathInput, Prediction> engine = context.Model.CreatePredictionEngine<PathInput, Prediction>(model);
        VBuffer<ReadOnlyMemory<char>> names = default;
        engine.OutputSchema["Score"].GetSlotNames(ref names);
        string[] classes = [.. names.DenseValues().Select(name => name.ToString())];
        Assert.Equal(["blue", "green", "red"], classes);
        using ImageClassifier ours = ImageClassifier.Load(zip);
        foreach (string path in Paths())
        {
            Prediction prediction = engine.Predict(new PathInput { ImagePath = path });
            Assert.Equal(ours.Classify(path)[0].Label, prediction.PredictedLabel);
            Assert.Equal(1, prediction.Score.Sum(), 1e-5);
        }

        // One colour leaves nothing to the filters: then channels, range and crop must be the same. The frame lies where the crop does not reach.
        string plain = _pictures.PathOf("plain.png");
        foreach ((byte red, byte green, byte blue) in ((byte, byte, byte)[])[(200, 30, 90), (20, 140, 150), (90, 90, 80)])
        {
            File.WriteAllBytes(plain, PngEncoder.Encode(Framed(10 * resize, resize > Crop ? 8 : 0, [red, green, blue])));
            Prediction prediction = engine.Predict(new PathInput { ImagePath = plain });
            Assert.All(ours.Classify(plain), expected => Assert.Equal(expected.Probability, prediction.Score[Array.IndexOf(classes, expected.Label)], 1e-4));
        }
    }

    [Fact]
    public void Load_Image_TakesDecodedPictures()
    {
        string zip = Train(ChainInput.Image, 32);
        MLContext context = new(seed: 1);
        ITransformer model = context.Model.Load(zip, out _);
        using PredictionEngine<ImageInput, Prediction> engine = context.Model.CreatePredictionEngine<ImageInput, Prediction>(model);
        foreach (string path in Paths())
        {
            using MLImage image = MLImage.CreateFromFile(path);

            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(path)), engine.Predict(new ImageInput { Image = image }).PredictedLabel);
        }
    }

    // What ML.NET writes of what it read is what we wrote: nothing is lost on the way, and the bytes are those of its own format. It compresses the schema of the scorer.
    [Fact]
    public void Save_Loaded_WritesTheSameEntries()
    {
        string zip = Train(ChainInput.Path, 32);
        MLContext context = new(seed: 1);
        string again = _pictures.PathOf("again.zip");

        context.Model.Save(context.Model.Load(zip, out DataViewSchema schema), schema, again);

        Dictionary<string, byte[]> ours = Entries(zip);
        Dictionary<string, byte[]> theirs = Entries(again);
        Assert.Equal(ours.Keys.Where(name => name.StartsWith('T') || name == "Schema").Order(), theirs.Keys.Order());
        foreach (string name in theirs.Keys.Where(name => name != "TrainingInfo/Version.txt" && !name.EndsWith("/TrainSchema", StringComparison.Ordinal)))
        {
            Assert.True(ours[name].AsSpan().SequenceEqual(theirs[name]), name);
        }
    }

    private static Image Framed(int side, int frame, byte[] colour)
    {
        Image image = new(side, side);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                bool isInside = Math.Min(Math.Min(x, y), Math.Min(side - 1 - x, side - 1 - y)) >= frame;
                (isInside ? colour : [255, 255, 255]).CopyTo(image.Row(y)[(3 * x)..]);
            }
        }

        return image;
    }

    private string Train(ChainInput input, int resize)
    {
        TransferOptions options = _pictures.Options($"{input}{resize}") with { ZipInput = input };
        options = options with { Preprocessing = options.Preprocessing with { Size = resize } };
        TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);
        return Path.Combine(options.OutputFolder, "model.zip");
    }

    private string[] Paths() => Directory.GetFiles(_pictures.Folder, "*.png", SearchOption.AllDirectories);

    private static Dictionary<string, byte[]> Entries(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(zip);
        Dictionary<string, byte[]> entries = [];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            using MemoryStream content = new();
            stream.CopyTo(content);
            entries[entry.FullName] = content.ToArray();
        }

        return entries;
    }

    private sealed class PathInput
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class ImageInput
    {
        [Microsoft.ML.Transforms.Image.ImageType(32, 32)]
        public MLImage? Image { get; set; }
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
#endif
