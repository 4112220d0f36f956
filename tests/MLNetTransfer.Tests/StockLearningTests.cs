using System.Text.Json.Nodes;
using MLNetTransfer.Backbones;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;
using MLNetTransfer.StockTraining;
using MLNetTransfer.Tests.StockTraining;

namespace MLNetTransfer.Tests;

public sealed class StockLearningTests : IDisposable
{
    private readonly ColouredPictures _pictures = new();
    private readonly MeanColourTrainer _trainer = new();

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void Train_Alone_MeasuresAndWrites()
    {
        StockLearningResult result = Train(options => options);

        Assert.Equal("ML.NET 0.0, resnet-v2-50", result.Description);
        Assert.Equal(["blue", "green", "red"], result.ClassNames);
        Assert.Equal(ColouredPictures.Count, result.TrainingPictures + result.ValidationPictures);
        Assert.Equal(1, result.Validation!.Metrics.Accuracy);
        Assert.Equal(result.ValidationPictures, result.Validation.Predictions.Count);
        Assert.Null(result.Test);
        Assert.Equal(["mlnet-metrics.json", "mlnet-model.zip"], result.Files.Select(Path.GetFileName));
        Assert.Equal("model", File.ReadAllText(_pictures.PathOf("out", "mlnet-model.zip")));
        JsonNode metrics = Metrics();
        Assert.Equal(1, (double)metrics["mlnet"]!["validation"]!["accuracy"]!);
        Assert.Equal("resnet-v2-50", (string)metrics["mlnet"]!["options"]!["architecture"]!["name"]!);
        Assert.Null(metrics["retrained"]);
        Assert.True(_trainer.FolderWasEmpty);
        Assert.False(Directory.Exists(_trainer.Job!.WorkFolder));
    }

    // The pictures that choices are made by are the same for both, so that their figures can stand side by side.
    [Fact]
    public void Train_GoesOn_BothSeeTheSameParts()
    {
        StockLearningResult result = Train(options => options with { TestShare = 0.2, ValidationShare = 0.3, Seed = 5 }, goesOn: true);

        TransferResult retrained = result.Retrained!;
        Assert.Equal(0, retrained.ComputedPictures);
        Assert.Equal((retrained.ValidationPictures, retrained.TestPictures), (result.ValidationPictures, result.TestPictures));
        Assert.Equal(ColouredPictures.Count, result.TrainingPictures + result.ValidationPictures + result.TestPictures);
        string[] paths = [.. result.Validation!.Predictions.Concat(result.Test!.Predictions).Select(picture => picture.Path).Order(StringComparer.Ordinal)];
        Assert.DoesNotContain(_trainer.Job!.Training, item => paths.Contains(item.Path));
        foreach ((EvaluationReport alone, EvaluationReport both) in new[] { (result.Validation, retrained.Validation!), (result.Test, retrained.Test!) })
        {
            Assert.Equal(both.Predictions.Select(picture => picture.Path).Order(StringComparer.Ordinal), alone.Predictions.Select(picture => picture.Path).Order(StringComparer.Ordinal));
            Assert.NotNull(alone.Calibration);
            Assert.Equal(3, alone.Curves.Count);
        }

        Assert.True(File.Exists(_pictures.PathOf("out", "model.onnx")));
        Assert.Equal((double)Metrics()["retrained"]!["test"]!["accuracy"]!, retrained.Test!.Metrics.Accuracy);
        Assert.NotNull(Metrics()["mlnet"]!["test"]);
    }

    // Copies that are only nearly equal stay together in the one as in the other.
    [Fact]
    public void Train_NearCopies_LieInOnePart()
    {
        for (int label = 0; label < 3; label++)
        {
            for (int index = 0; index < ColouredPictures.Count / 3; index++)
            {
                Imaging.Image image = Imaging.ImageDecoder.Decode(ColouredPictures.Draw(label, index)).Image;
                _pictures.Write(Path.Combine("pictures", new[] { "blue", "green", "red" }[label], $"{index}.jpg"), Imaging.Jpeg.JpegEncoder.Encode(image, 90));
            }
        }

        StockLearningResult result = Train(options => options with { ValidationShare = 0.4 });

        HashSet<string> held = [.. result.Validation!.Predictions.Select(picture => Path.ChangeExtension(picture.Path, null))];
        Assert.Equal(result.ValidationPictures, 2 * held.Count);
        Assert.DoesNotContain(_trainer.Job!.Training, item => held.Contains(Path.ChangeExtension(item.Path, null)));
    }

    [Fact]
    public void Train_PictureThatCannotBeDecoded_IsSaidAndLeftOut()
    {
        string broken = _pictures.Write(Path.Combine("pictures", "red", "broken.png"), [1, 2, 3]);

        StockLearningResult result = Train(options => options);

        Assert.Equal(broken, Assert.Single(result.Skipped).Path);
        Assert.DoesNotContain(_trainer.Job!.Training.Concat(_trainer.Job.Validation), item => item.Path == broken);
        Assert.Equal(1, (int)Metrics()["mlnet"]!["skippedPictures"]!);
    }

    // ML.NET divides the number of pictures by that of a batch, in whole numbers, and the learning rate by that.
    [Fact]
    public void Train_FewerPicturesThanABatch_MakesTheBatchSmaller()
    {
        StockLearningResult result = Train(options => options with { ValidationShare = 0 }, new StockTrainingOptions { BatchSize = 64 });

        Assert.Equal(ColouredPictures.Count, _trainer.Job!.Options.BatchSize);
        Assert.Contains(result.Notices, line => line.Contains("fewer than a batch of 64", StringComparison.Ordinal));
        Assert.Contains(result.Notices, line => line.Contains("does not stop by itself", StringComparison.Ordinal));
        Assert.Empty(_trainer.Job.Validation);
    }

    [Fact]
    public void Train_WeightsThatAreNotThere_AreNamedBeforeAnythingIsRead()
    {
        string message = Assert.Throws<MissingModelException>(() => StockLearning.Train(
            _pictures.Options("out"), new StockTrainingOptions { WeightsFolder = _pictures.PathOf("none") }, false, _trainer, NullProgressReporter.Instance)).Message;

        Assert.Contains(Path.Combine(_pictures.PathOf("none"), "resnet_v2_50_299.meta"), message, StringComparison.Ordinal);
        Assert.Contains("--mlnet-weights", message, StringComparison.Ordinal);
        Assert.Null(_trainer.Job);
    }

    [Fact]
    public void Train_TrainerThatFails_LeavesNothing()
    {
        MeanColourTrainer failing = new() { Failure = new InvalidOperationException("no") };

        Assert.Throws<InvalidOperationException>(() => StockLearning.Train(_pictures.Options("out"), Options(new()), true, failing, NullProgressReporter.Instance));

        Assert.False(Directory.Exists(failing.Job!.WorkFolder));
        Assert.Empty(Directory.GetFiles(_pictures.PathOf("out")));
    }

    [Fact]
    public void Train_Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => StockLearning.Train(
            _pictures.Options("out"), Options(new()), false, _trainer, NullProgressReporter.Instance, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(0, 10, 0.1f, "0 epochs")]
    [InlineData(1, 0, 0.1f, "0 pictures")]
    [InlineData(1, 1, float.NaN, "NaN")]
    public void Validate_WrongValue_IsNamed(int epochs, int batch, float rate, string expected) =>
        Assert.Contains(expected, Assert.Single(new StockTrainingOptions { Epochs = epochs, BatchSize = batch, Rate = rate }.Validate()), StringComparison.Ordinal);

    private StockLearningResult Train(Func<TransferOptions, TransferOptions> change, StockTrainingOptions? stock = null, bool goesOn = false) =>
        StockLearning.Train(change(_pictures.Options("out")), Options(stock ?? new()), goesOn, _trainer, NullProgressReporter.Instance);

    private StockTrainingOptions Options(StockTrainingOptions options)
    {
        _pictures.Write(Path.Combine("weights", options.Architecture.WeightsFile), [1]);
        return options with { WeightsFolder = _pictures.PathOf("weights") };
    }

    private JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(_pictures.PathOf("out", "mlnet-metrics.json")))!;
}
