using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests;

/// <summary>Runs on pictures of which every fifth lies in the folder of another colour, so that a head that trusts its training is too sure of itself.</summary>
public sealed class RunCalibrationTests : IDisposable
{
    private const int PerClass = 90;

    private static readonly string[] Names = ["blue", "green", "red"];

    private readonly ColouredPictures _pictures = new();

    public RunCalibrationTests()
    {
        Write("noisy", 0, PerClass);
        Write("test", 1000, 20);
    }

    [Theory]
    [InlineData(TrainingMode.Head)]
    [InlineData(TrainingMode.Partial)]
    public void Train_OverconfidentModel_IsCalibratedToTheSameAnswers(TrainingMode mode)
    {
        TransferResult calibrated = Train(Options("calibrated", mode));
        TransferResult raw = Train(Options("raw", mode) with { Calibrates = false });

        Assert.True(calibrated.Calibration!.Temperature > 1.1, $"The temperature is {calibrated.Calibration.Temperature}.");
        Assert.Equal(1, raw.Calibration!.Temperature);
        Assert.Equal(raw.Test!.Metrics.Confusion, calibrated.Test!.Metrics.Confusion);
        Assert.True(calibrated.Validation!.Calibration!.ExpectedError < raw.Validation!.Calibration!.ExpectedError);
        Assert.True(calibrated.Test.Metrics.LogLoss < raw.Test.Metrics.LogLoss);
        Assert.Equal(calibrated.ValidationPictures, calibrated.Calibration.Pictures);
        using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf("calibrated", "model.onnx"));
        Assert.Equal(calibrated.Calibration.Threshold, classifier.RejectionThreshold);
        using FileStream stream = File.OpenRead(_pictures.PathOf("calibrated", "model.zip"));
        Assert.Equal(calibrated.Calibration, ModelPackage.Read(stream, "model.zip").Manifest.Calibration);
    }

    [Theory]
    [InlineData(TrainingMode.Head, 0.0)]
    [InlineData(TrainingMode.Partial, 0.0)]
    public void Train_Metrics_AreThoseOfTheSavedModelNumberByNumber(TrainingMode mode, double share)
    {
        string validation = _pictures.PathOf("validation");
        Write("validation", 2000, 40);
        TransferOptions options = Options("out", mode) with { ValidationFolder = validation, ValidationShare = share };
        Train(options);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(_pictures.PathOf("out", "metrics.json")));
        foreach (string model in (string[])["model.zip", "model.onnx"])
        {
            using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf("out", model));
            foreach ((string part, string folder) in new[] { ("test", options.TestFolder!), ("validation", validation) })
            {
                EvaluationReport report = classifier.Evaluate(ImageFolder.Scan(folder, new ImageFolderOptions { KnownClasses = classifier.ClassNames }), NullProgressReporter.Instance);
                using JsonDocument evaluated = JsonDocument.Parse(report.ToJson());
                AssertSame(metrics.RootElement.GetProperty(part), evaluated.RootElement, part);
            }
        }
    }

    [Fact]
    public void Train_FewValidationPictures_LeavesTheProbabilitiesAndSaysNothingOfThem()
    {
        TransferResult result = Train(Options("out", TrainingMode.Head) with { ValidationShare = 0.1 });

        Assert.Null(result.Calibration);
        using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf("out", "model.zip"));
        Assert.Null(classifier.RejectionThreshold);
    }

    [Fact]
    public void Train_ErrorRateThatIsNeverReached_StoresNoThreshold()
    {
        TransferResult all = Train(Options("all", TrainingMode.Head) with { MaximumErrorRate = 1 });
        TransferResult none = Train(Options("none", TrainingMode.Head) with { MaximumErrorRate = 0 });

        Assert.Equal(0, all.Calibration!.Threshold);
        Assert.Equal(none.Validation!.RejectionChoice!.Threshold, none.Calibration!.Threshold);
        Assert.Equal(0, none.Calibration.ErrorRate);
        Assert.Throws<ArgumentException>(() => Train(Options("out", TrainingMode.Head) with { MaximumErrorRate = 2 }));
    }

    public void Dispose() => _pictures.Dispose();

    private static TransferResult Train(TransferOptions options) => TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);

    private static void AssertSame(JsonElement expected, JsonElement actual, string path)
    {
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(expected.EnumerateObject().Select(member => member.Name), actual.EnumerateObject().Select(member => member.Name));
            foreach (JsonProperty member in expected.EnumerateObject())
            {
                AssertSame(member.Value, actual.GetProperty(member.Name), $"{path}/{member.Name}");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), path);
            for (int index = 0; index < expected.GetArrayLength(); index++)
            {
                AssertSame(expected[index], actual[index], $"{path}/{index.ToString(CultureInfo.InvariantCulture)}");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Number)
        {
            Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= 1e-5, $"{path}: {expected} and {actual}");
        }
        else
        {
            Assert.Equal(expected.ToString(), actual.ToString());
        }
    }

    private void Write(string folder, int offset, int perClass)
    {
        for (int label = 0; label < Names.Length; label++)
        {
            for (int index = 0; index < perClass; index++)
            {
                int shown = index % 5 == 0 ? (label + 1) % Names.Length : label;
                _pictures.Write(Path.Combine(folder, Names[label], $"{index.ToString(CultureInfo.InvariantCulture)}.png"), ColouredPictures.Draw(shown, offset + index));
            }
        }
    }

    private TransferOptions Options(string output, TrainingMode mode) => _pictures.Options(output) with
    {
        TrainFolder = _pictures.PathOf("noisy"),
        TestFolder = _pictures.PathOf("test"),
        ValidationShare = 0.4,
        Mode = mode,
        WeightDecay = 1e-6,
        FineTuning = mode == TrainingMode.Head ? null : new FineTuningOptions { Epochs = 2, BatchSize = 8 },
    };
}
