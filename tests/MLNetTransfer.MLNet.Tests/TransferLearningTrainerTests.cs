#if WITH_MLNET
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.MLNet.Tests;

public sealed class TransferLearningTrainerTests : IDisposable
{
    private readonly ColouredPictures _pictures = new();
    private readonly MLContext _context = new(seed: 1);

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData(TrainingMode.Head)]
    [InlineData(TrainingMode.Full)]
    public void Fit_Paths_EvaluatesAndSavesAsStockChain(TrainingMode mode)
    {
        IDataView keyed = Keyed();
        List<string> log = [];
        _context.Log += (_, line) => log.Add(line.Message);

        ITransformer model = _context.MulticlassClassification.Trainers.TransferLearning(Options(mode)).Fit(keyed);

        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(keyed));
        Assert.Equal(1, metrics.MicroAccuracy);
        Assert.Contains(log, line => line.Contains("Backbone: ", StringComparison.Ordinal));
        string zip = _pictures.PathOf("saved.zip");
        _context.Model.Save(model, keyed.Schema, zip);
        ITransformer loaded = new MLContext().Model.Load(zip, out _);
        Assert.Equal(1, _context.MulticlassClassification.Evaluate(loaded.Transform(keyed)).MicroAccuracy);
    }

    [Fact]
    public void Fit_InAPipeline_NamesTheClasses()
    {
        IDataView rows = _context.Data.LoadFromImageFolder(ImageFolder.Scan(_pictures.Folder));
        EstimatorChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.MulticlassClassification.Trainers.TransferLearning(Options(TrainingMode.Head)))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        ITransformer model = pipeline.Fit(rows);

        using PredictionEngine<LabeledPicture, Prediction> engine = _context.Model.CreatePredictionEngine<LabeledPicture, Prediction>(model);
        foreach (LabeledPicture row in _context.Data.CreateEnumerable<LabeledPicture>(rows, reuseRowObject: false))
        {
            Assert.Equal(row.Label, engine.Predict(row).PredictedLabel);
        }
    }

    [Fact]
    public void Fit_Images_Learns()
    {
        IDataView images = _context.Transforms.LoadImages("Picture", null, "ImagePath").Fit(Keyed()).Transform(Keyed());
        TransferLearningTrainerOptions options = Options(TrainingMode.Head) with { FeatureColumnName = "Picture" };

        ITransformer model = _context.MulticlassClassification.Trainers.TransferLearning(options).Fit(images);

        Assert.Equal(1, _context.MulticlassClassification.Evaluate(model.Transform(images)).MicroAccuracy);
    }

    // The column that ML.NET's own image trainer wants.
    [Fact]
    public void Fit_LoadRawImageBytes_IsTheModelOfPaths()
    {
        using ShapePictures shapes = new();
        IDataView training = _context.Data.LoadFromImageFolder(ImageFolder.Scan(shapes.TrainingFolder));
        IDataView test = _context.Data.LoadFromImageFolder(ImageFolder.Scan(shapes.UnseenFolder));

        (ITransformer model, MulticlassClassificationMetrics metrics) = Fit("Image");
        (_, MulticlassClassificationMetrics ofPaths) = Fit("ImagePath");

        // JPEG files: ML.NET decodes those of the paths, and not to the last bit as training does.
        Assert.True(metrics.MicroAccuracy >= 0.5, $"{metrics.MicroAccuracy} of the pictures are right.");
        Assert.Equal(ofPaths.MicroAccuracy, metrics.MicroAccuracy, 1e-9);
        Assert.Equal(ofPaths.LogLoss, metrics.LogLoss, 0.02);
        string zip = shapes.PathOf("saved.zip");
        _context.Model.Save(model, test.Schema, zip);
        MLContext elsewhere = new();
        ITransformer loaded = elsewhere.Model.Load(zip, out DataViewSchema schema);
        Assert.Equal(["ImagePath", "Label"], schema.Select(column => column.Name));
        Assert.Equal(metrics.LogLoss, elsewhere.MulticlassClassification.Evaluate(loaded.Transform(test)).LogLoss);
        ITransformer named = loaded.Append(elsewhere.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(loaded.Transform(test)));
        using PredictionEngine<LabeledPicture, Prediction> engine = elsewhere.Model.CreatePredictionEngine<LabeledPicture, Prediction>(named);
        LabeledPicture[] rows = [.. elsewhere.Data.CreateEnumerable<LabeledPicture>(test, reuseRowObject: false)];
        Assert.Equal(metrics.MicroAccuracy, rows.Average(row => engine.Predict(row).PredictedLabel == row.Label ? 1.0 : 0.0), 1e-9);

        (ITransformer Model, MulticlassClassificationMetrics Metrics) Fit(string feature)
        {
            MLContext context = new(seed: 1);
            TransferLearningTrainerOptions options = new()
            {
                FeatureColumnName = feature,
                Configure = run => shapes.Options($"run-{feature}") with { Seed = run.Seed, ValidationShare = run.ValidationShare, TrainFolder = "" },
            };
            TransformerChain<ITransformer> fitted = context.Transforms.Conversion.MapValueToKey("Label")
                .Append(context.Transforms.LoadRawImageBytes("Image", null, "ImagePath"))
                .Append(context.MulticlassClassification.Trainers.TransferLearning(options))
                .Fit(training);
            return (fitted, context.MulticlassClassification.Evaluate(fitted.Transform(test)));
        }
    }

    [Theory]
    [InlineData("ImagePath")]
    [InlineData("Picture")]
    [InlineData("Bytes")]
    public void Fit_Shapes_IsTheSameModelWhereItIsLoaded(string feature)
    {
        using ShapePictures shapes = new();
        Shape[] unseen = Shapes(shapes.UnseenFolder);
        IDataView test = _context.Data.LoadFromEnumerable(unseen);
        TransferLearningTrainerOptions options = new()
        {
            FeatureColumnName = feature,
            Configure = run => shapes.Options("run") with { Seed = run.Seed, ValidationShare = run.ValidationShare, TrainFolder = "" },
        };
        EstimatorChain<ITransformer> pipeline = _context.Transforms.Conversion.MapValueToKey("Label").Append(_context.MulticlassClassification.Trainers.TransferLearning(options));

        TransformerChain<ITransformer> model = pipeline.Fit(_context.Data.LoadFromEnumerable(Shapes(shapes.TrainingFolder)));

        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(test));
        Assert.True(metrics.MicroAccuracy >= 0.5, $"{metrics.MicroAccuracy} of the pictures are right.");
        string zip = shapes.PathOf("saved.zip");
        _context.Model.Save(model, test.Schema, zip);
        MLContext elsewhere = new();
        ITransformer loaded = elsewhere.Model.Load(zip, out _);
        Assert.Equal(metrics.LogLoss, elsewhere.MulticlassClassification.Evaluate(loaded.Transform(elsewhere.Data.LoadFromEnumerable(unseen))).LogLoss);
        ITransformer named = loaded.Append(elsewhere.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(loaded.Transform(test)));
        using PredictionEngine<Shape, Prediction> engine = elsewhere.Model.CreatePredictionEngine<Shape, Prediction>(named);
        Assert.Equal(metrics.MicroAccuracy, unseen.Average(shape => engine.Predict(shape).PredictedLabel == shape.Label ? 1.0 : 0.0), 1e-9);
    }

    // Pixels are memory that the garbage collector does not see. ResizeImages hands on a picture that has the size already, and disposes of it when it gets it back: so the pictures show it.
    [Fact]
    public void Fit_PicturesOfATransformer_AreGivenBackToIt()
    {
        Shape[] rows = [.. Enumerable.Range(0, 12).Select(index => new Shape { Label = index % 2 == 0 ? "dark" : "bright", Picture = Plain((byte)((index % 2 * 200) + index)) })];
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        IDataView resized = _context.Transforms.Conversion.MapValueToKey("Label").Append(_context.Transforms.ResizeImages("Picture", 40, 40)).Fit(view).Transform(view);

        _context.MulticlassClassification.Trainers.TransferLearning(Options(TrainingMode.Head) with { FeatureColumnName = "Picture" }).Fit(resized);

        Assert.All(rows.SkipLast(1), row => Assert.Throws<InvalidOperationException>(() => row.Picture!.Width));
        Assert.Equal(40, rows[^1].Picture!.Width);

        static MLImage Plain(byte value) => MLImage.CreateFromPixels(40, 40, MLPixelFormat.Bgra32, Enumerable.Repeat(value, 40 * 40 * 4).ToArray());
    }

    [Fact]
    public void Fit_RowWithoutPicture_IsLeftOut()
    {
        LabeledPicture[] rows = [.. _context.Data.CreateEnumerable<LabeledPicture>(_context.Data.LoadFromImageFolder(ImageFolder.Scan(_pictures.Folder)), reuseRowObject: false)];
        IDataView view = _context.Data.LoadFromEnumerable(rows.Take(5).Append(new LabeledPicture { Label = rows[0].Label }).Concat(rows.Skip(5)));
        IDataView images = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Picture", null, "ImagePath"))
            .Append(_context.Transforms.ResizeImages("Picture", 40, 40))
            .Fit(view).Transform(view);

        _context.MulticlassClassification.Trainers.TransferLearning(Options(TrainingMode.Head) with { FeatureColumnName = "Picture", ValidationSet = images }).Fit(images);

        Assert.Contains("\"validationPictures\": 18", File.ReadAllText(_pictures.PathOf("run", "metrics.json")), StringComparison.Ordinal);
    }

    // As with paths: what is no picture is listed, and what is not there is no row.
    [Fact]
    public void Fit_BytesThatAreNoPicture_AreLeftOut()
    {
        using ShapePictures shapes = new();
        Shape[] rows = Shapes(shapes.TrainingFolder);
        string label = rows[0].Label;
        IDataView view = _context.Data.LoadFromEnumerable(rows.Take(3).Append(new Shape { Label = label, Bytes = "no picture"u8.ToArray() }).Append(new Shape { Label = label }).Concat(rows.Skip(3)));
        List<string> log = [];
        _context.Log += (_, line) => log.Add(line.Message);
        TransferLearningTrainerOptions options = new()
        {
            FeatureColumnName = "Bytes",
            Configure = run => shapes.Options("run") with { Seed = run.Seed, ValidationShare = run.ValidationShare, TrainFolder = "" },
        };

        EstimatorChain<ITransformer> pipeline = _context.Transforms.Conversion.MapValueToKey("Label").Append(_context.MulticlassClassification.Trainers.TransferLearning(options));
        TransformerChain<ITransformer> model = pipeline.Fit(view);

        string skipped = Assert.Single(log, line => line.Contains("Skipped ", StringComparison.Ordinal));
        Assert.Contains($"{Path.Combine("training", "row-3")}: ", skipped, StringComparison.Ordinal);
        Assert.Contains("begins with the bytes 6E6F2070", skipped, StringComparison.Ordinal);
        Assert.True(_context.MulticlassClassification.Evaluate(model.Transform(_context.Data.LoadFromEnumerable(rows))).MicroAccuracy > 0.5);
    }

    [Fact]
    public void Fit_ValidationSet_ChoosesByIt()
    {
        IDataView keyed = Keyed();
        TransferOptions? seen = null;
        TransferLearningTrainerOptions options = Options(TrainingMode.Head) with { ValidationSet = keyed };
        options = options with { Configure = run => seen = Options(TrainingMode.Head).Configure!(run) };

        _context.MulticlassClassification.Trainers.TransferLearning(options).Fit(keyed);

        Assert.Equal(0, seen!.ValidationShare);
        Assert.Contains("\"validationPictures\": 18", File.ReadAllText(_pictures.PathOf("run", "metrics.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Seed_ComesFromTheContext()
    {
        Assert.Equal(Seed(new MLContext(seed: 5)), Seed(new MLContext(seed: 5)));
        Assert.NotEqual(Seed(new MLContext(seed: 5)), Seed(new MLContext(seed: 6)));

        int Seed(MLContext context)
        {
            TransferLearningTrainerOptions options = new() { Configure = run => throw new SeedException(run.Seed) };
            return Assert.Throws<SeedException>(() => context.MulticlassClassification.Trainers.TransferLearning(options).Fit(Keyed())).Seed;
        }
    }

    [Fact]
    public void Fit_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        TransferLearningTrainerOptions options = Options(TrainingMode.Head) with { CancellationToken = source.Token };

        Assert.ThrowsAny<OperationCanceledException>(() => _context.MulticlassClassification.Trainers.TransferLearning(options).Fit(Keyed()));
    }

    [Fact]
    public void Fit_ColumnsOfOtherTypes_SayWhatToDo()
    {
        IDataView text = _context.Data.LoadFromImageFolder(ImageFolder.Scan(_pictures.Folder));

        Assert.Contains("MapValueToKey", Error(Options(TrainingMode.Head), text), StringComparison.Ordinal);
        Assert.Contains("vector of bytes", Error(Options(TrainingMode.Head) with { FeatureColumnName = "Label" }, Keyed()), StringComparison.Ordinal);
        Assert.Contains("no picture column 'None'", Error(Options(TrainingMode.Head) with { FeatureColumnName = "None" }, Keyed()), StringComparison.Ordinal);

        string Error(TransferLearningTrainerOptions options, IDataView view) =>
            Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.TransferLearning(options).Fit(view)).Message;
    }

    [Theory]
    [InlineData("model.zip")]
    [InlineData("model.onnx")]
    public void LoadImageClassifier_ModelFile_IsATransformer(string file)
    {
        TransferLearning.Train(_pictures.Options("out"), Progress.NullProgressReporter.Instance, CancellationToken.None);
        IDataView keyed = _context.Transforms.CopyColumns("File", "ImagePath").Fit(Keyed()).Transform(Keyed());

        ITransformer model = _context.Model.LoadImageClassifier(_pictures.PathOf("out", file), "File", labelIsText: false);

        Assert.Equal(1, _context.MulticlassClassification.Evaluate(model.Transform(keyed)).MicroAccuracy);
    }

    private IDataView Keyed()
    {
        IDataView rows = _context.Data.LoadFromImageFolder(ImageFolder.Scan(_pictures.Folder));
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
    }

    private TransferLearningTrainerOptions Options(TrainingMode mode) => new()
    {
        Configure = run => _pictures.Options("run") with { Seed = run.Seed, ValidationShare = run.ValidationShare, Mode = mode, TrainFolder = "" },
    };

    private static Shape[] Shapes(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new Shape { ImagePath = path, Label = Path.GetFileName(Path.GetDirectoryName(path))!, Picture = MLImage.CreateFromFile(path), Bytes = File.ReadAllBytes(path) }),
    ];

    private sealed class Shape
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";

        [ImageType(1, 1)]
        public MLImage? Picture { get; set; }

        public byte[] Bytes { get; set; } = [];
    }

    private sealed class SeedException(int seed) : Exception
    {
        public int Seed => seed;
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";
    }
}
#endif
