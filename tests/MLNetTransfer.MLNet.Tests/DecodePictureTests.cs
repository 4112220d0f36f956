#if WITH_MLNET
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Progress;

namespace MLNetTransfer.MLNet.Tests;

/// <summary>A model of a column of bytes: the pictures in it, and what becomes of them.</summary>
public sealed class DecodePictureTests : IDisposable
{
    private const string PictureColumnName = "MLNetTransfer.Picture";

    private readonly ColouredPictures _pictures = new();
    private readonly MLContext _context = new(seed: 1);

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void Predict_Bytes_ScoresAsTheirPaths()
    {
        string zip = Train();
        string saved = _pictures.PathOf("bytes.zip");
        IDataView rows = _context.Data.LoadFromEnumerable<BytesInput>([]);
        _context.Model.Save(_context.Model.LoadImageClassifier(zip, "Content", PictureColumn.Bytes), rows.Schema, saved);
        MLContext elsewhere = new();
        using PredictionEngine<PathInput, Prediction> byPath = Engine<PathInput>(_context.Model.LoadImageClassifier(zip, "ImagePath", PictureColumn.Path));
        ITransformer loaded = elsewhere.Model.Load(saved, out DataViewSchema schema);
        using PredictionEngine<BytesInput, Prediction> byBytes = elsewhere.Model.CreatePredictionEngine<BytesInput, Prediction>(loaded);
        Assert.Equal(["Content", "Name"], schema.Select(column => column.Name));

        // The second time in the other order, with longer and shorter files before each.
        string[] paths = Sizes();
        foreach (string path in paths.Concat(paths.Reverse()))
        {
            Prediction expected = byPath.Predict(new PathInput { ImagePath = path });
            Prediction prediction = byBytes.Predict(new BytesInput { Content = File.ReadAllBytes(path) });

            Assert.Equal(expected.PredictedLabel, prediction.PredictedLabel);
            Assert.Equal(expected.Score, prediction.Score);
        }
    }

    // A model for paths lets ML.NET decode, which knows no orientation.
    [Fact]
    public void Predict_TurnedJpeg_LiesUpright()
    {
        byte[] file = File.ReadAllBytes(Directory.GetFiles(Repository.PathOf("datasets", "shapes"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
        byte[] turned = WithOrientation(file, 6);
        Image upright = ImageDecoder.Decode(turned).Image;
        Assert.Equal(ImageOrientation.Apply(ImageDecoder.Decode(file).Image, 6).Pixels, upright.Pixels);
        using PredictionEngine<BytesInput, Prediction> engine = Engine<BytesInput>(_context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes));

        Prediction prediction = engine.Predict(new BytesInput { Content = turned });

        Assert.Equal(engine.Predict(new BytesInput { Content = PngEncoder.Encode(upright) }).Score, prediction.Score);
    }

    [Fact]
    public void Predict_NoPicture_IsAnErrorAndNoOldScore()
    {
        using PredictionEngine<BytesInput, Prediction> engine = Engine<BytesInput>(_context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes));
        Assert.Contains("empty", Error([]), StringComparison.Ordinal);
        float[] expected = engine.Predict(Drawn(0)).Score;

        Assert.Contains("empty", Error([]), StringComparison.Ordinal);
        Assert.Contains("empty", Error(null), StringComparison.Ordinal);
        Assert.Contains("begins with the bytes 010203", Error([1, 2, 3]), StringComparison.Ordinal);
        Assert.Equal(expected, engine.Predict(Drawn(0)).Score);

        string Error(byte[]? content) => Assert.Throws<ImageFormatException>(() => engine.Predict(new BytesInput { Content = content! })).Message;
    }

    [Fact]
    public void Transform_NoPicture_IsAnError()
    {
        ITransformer model = _context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes, labelIsText: false);
        IDataView rows = _context.Data.LoadFromEnumerable([Drawn(0), new BytesInput { Content = [], Name = "1" }, Drawn(2)]);
        IDataView scored = model.Transform(_context.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows));

        Exception exception = Assert.ThrowsAny<Exception>(() => _context.MulticlassClassification.Evaluate(scored));

        // It reads on several threads, and wraps what is thrown on them.
        Assert.IsType<ImageFormatException>(exception.GetBaseException());
    }

    [Fact]
    public void Transform_Rows_DisposesOfEachPictureButTheLast()
    {
        ITransformer model = _context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes);
        IDataView scored = model.Transform(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(Drawn)));
        List<MLImage> seen = [];
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema))
        {
            ValueGetter<MLImage> picture = cursor.GetGetter<MLImage>(scored.Schema[PictureColumnName]);
            ValueGetter<VBuffer<float>> score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
            VBuffer<float> scores = default;
            while (cursor.MoveNext())
            {
                MLImage image = null!;
                score(ref scores);
                picture(ref image);
                Assert.True(image.Width > 0);
                seen.Add(image);
            }
        }

        Assert.Equal(9, seen.Distinct().Count());
        Assert.All(seen.SkipLast(1), image => Assert.Throws<InvalidOperationException>(() => image.Width));
    }

    [Fact]
    public void Transform_ManyPictures_MemoryStaysTheSame()
    {
        const int Side = 700;
        const int Count = 300;
        byte[] file = PngEncoder.Encode(new Image(Side, Side));
        ITransformer model = _context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes, labelIsText: false);
        Score(20);
        long before = Environment.WorkingSet;

        Score(Count);

        // All of the pictures would be 588 MB. The garbage collector finds some that nobody disposed of, so this is for leaks that it cannot see.
        long grown = (Environment.WorkingSet - before) >> 20;
        Assert.True(grown < Count * Side * Side * 4L / 3 >> 20, $"{grown} MB more after {Count} pictures.");

        void Score(int count) => Assert.Equal(count, model.Transform(_context.Data.LoadFromEnumerable(Enumerable.Repeat(new BytesInput { Content = file }, count))).GetColumn<float[]>("Score").Count());
    }

    // The names inside are no reserved words, and the other columns are left alone.
    [Fact]
    public void Transform_OtherColumns_AreKept()
    {
        ITransformer model = _context.Model.LoadImageClassifier(Train(), "Content", PictureColumn.Bytes);
        IDataView rows = _context.Transforms.CopyColumns(PictureColumnName, "Name").Fit(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Drawn)))
            .Transform(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Drawn)));

        IDataView scored = model.Transform(rows);

        Assert.Equal(["0", "1", "2"], scored.GetColumn<string>("Name"));
        Assert.Equal(["blue", "green", "red"], scored.GetColumn<string>("PredictedLabel"));
        Assert.Equal(Drawn(2).Content, scored.GetColumn<byte[]>("Content").Last());
    }

    [Fact]
    public void LoadImageClassifier_ColumnOfPaths_SaysSo()
    {
        ITransformer model = _context.Model.LoadImageClassifier(Train(), "ImagePath", PictureColumn.Bytes);

        Exception exception = Assert.ThrowsAny<Exception>(() => model.Transform(_context.Data.LoadFromImageFolder(ImageFolder.Scan(_pictures.Folder))));

        Assert.Contains("PictureBytes", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.LoadImageClassifier("", "", (PictureColumn)3));
    }

    private string Train()
    {
        TransferLearning.Train(_pictures.Options("out"), NullProgressReporter.Instance, CancellationToken.None);
        return _pictures.PathOf("out", "model.zip");
    }

    private PredictionEngine<TInput, Prediction> Engine<TInput>(ITransformer model)
        where TInput : class =>
        _context.Model.CreatePredictionEngine<TInput, Prediction>(model);

    // A picture of each class; of the second also larger and smaller ones, and one of the side that the chain resizes to, which ML.NET hands on.
    private string[] Sizes()
    {
        Image image = ImageDecoder.Decode(ColouredPictures.Draw(1, 0)).Image;
        Resizer resizer = new();
        return
        [
            .. Enumerable.Range(0, 3).Select(label => Write(ColouredPictures.Draw(label, 0), $"class{label}.png")),
            .. new[] { 20, 96, 97, 300 }.Select(side => Write(PngEncoder.Encode(resizer.Resize(image, side, side, ResizeFilter.Bilinear)), $"side{side}.png")),
        ];

        string Write(byte[] content, string name) => _pictures.Write(name, content);
    }

    private static BytesInput Drawn(int index) => new() { Content = ColouredPictures.Draw(index % 3, index / 3), Name = $"{index}" };

    // An EXIF segment with nothing but the orientation, behind the first marker.
    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
    [
        .. jpeg.AsSpan(0, 2),
        0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        .. jpeg.AsSpan(2),
    ];

    private sealed class PathInput
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class BytesInput
    {
        public byte[] Content { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
#endif
