using MLNetTransfer.Backbones;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.Checkpoints;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests;

public sealed class DistillationTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    [Theory]
    [InlineData("mobilenetv2-0.05-random")]
    [InlineData("resnet18-random")]
    public void Run_ModelOfOursAsTeacher_GivesAModelOfTheSameClasses(string student)
    {
        // The features of a residual network have another length, so that something has to translate.
        DistillationResult result = Run(Options($"student-{student}") with { Student = student, Training = Training(1) });

        Assert.Equal(["backbone.onnx", "options.json", "model.onnx", "model.zip"], result.Files.Select(Path.GetFileName));
        using ImageClassifier classifier = ImageClassifier.Load(model.Pictures.PathOf($"student-{student}", "model.zip"));
        Assert.Equal(["blue", "green", "red"], classifier.ClassNames);
        Assert.Equal(3, classifier.Classify(Pictures()[0], 3).Count);
        Assert.Contains("lent by the teacher", ModelMetadata.Read(OnnxReader.Read(model.Pictures.PathOf($"student-{student}", "model.onnx")), "student")!.Provenance.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ManyEpochs_LearnsTheFeatures()
    {
        DistillationResult result = Run(Options("long") with { Training = Training(12) with { Rate = 1e-2 } });

        double?[] losses = [.. result.Training.Epochs.Select(epoch => epoch.TrainingLoss)];
        Assert.True(losses[^1] < 0.8 * losses[1], string.Join(' ', losses));
        Assert.Equal(ColouredPictures.Count + 6, result.TrainingPictures);
    }

    [Fact]
    public void Run_Resumed_GivesTheSameBytes()
    {
        DistillationOptions whole = Options("whole") with { Training = Training(3) };
        DistillationOptions halves = Options("halves") with { Training = Training(3) };
        Run(whole);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Distillation.Run(halves, new StopAfter(stop, "epoch 2"), stop.Token));
        Assert.False(File.Exists(model.Pictures.PathOf("halves", "backbone.onnx")));

        Assert.Throws<CheckpointException>(() => Run(halves with { Resumes = true, Size = 40 }));
        Run(halves with { Resumes = true });

        Assert.Equal(File.ReadAllBytes(model.Pictures.PathOf("whole", "backbone.onnx")), File.ReadAllBytes(model.Pictures.PathOf("halves", "backbone.onnx")));
        Assert.Equal(4, File.ReadAllLines(model.Pictures.PathOf("halves", "history.csv")).Count(line => line.StartsWith("distillation,", StringComparison.Ordinal)));
        Assert.False(File.Exists(model.Pictures.PathOf("halves", "checkpoint-distillation.bin")));
    }

    [Fact]
    public void Run_NetworkAsTeacher_GivesABackboneThatKnowsItsSize()
    {
        DistillationResult result = Run(Options("backbone") with { Teacher = model.Pictures.Backbone, Pictures = [], DrawnPictures = 12, Training = Training(1) });

        Assert.Equal(["backbone.onnx", "options.json"], result.Files.Select(Path.GetFileName));
        PreparedBackbone backbone = PreparedBackbone.Load(model.Pictures.PathOf("backbone", "backbone.onnx"), null, new());
        Assert.Equal((32, 32), (backbone.Preprocessing.Preprocessing.CropSize, backbone.Preprocessing.Preprocessing.ResizeSize));
        Assert.Equal(PreprocessingSource.FileMetadata, backbone.Preprocessing.Source);
        BackboneCard card = BackboneCard.Read(OnnxReader.Read(model.Pictures.PathOf("backbone", "backbone.onnx")), "backbone")!;
        Assert.Equal("mobilenetv2-0.05-distilled", card.Name);
        Assert.Contains("12 drawn", card.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PictureThatCannotBeRead_IsSkipped()
    {
        string broken = model.Pictures.Write("broken.png", [1, 2, 3]);

        Assert.Equal(broken, Assert.Single(Run(Options("skipping") with { Pictures = [.. Pictures(), broken], Training = Training(1) }).Skipped).Path);
    }

    [Fact]
    public void Run_PicturesGivenTwice_AreHeldBackWhole()
    {
        string[] many = [.. Enumerable.Range(0, 320).Select(index => model.Pictures.Write(Path.Combine("many", $"{index}.png"), ColouredPictures.Draw(index % 3, index)))];

        DistillationResult result = Run(Options("twice") with { Pictures = [.. many, .. many], DrawnPictures = 0, Training = Training(1) });

        // 16 of 320 pictures, and both of their names are missing from the 640.
        Assert.Equal((16, 640 - 32), (result.HeldBackPictures, result.TrainingPictures));
    }

    [Fact]
    public void Run_NothingToLookAt_IsRefused() =>
        Assert.Contains("nothing to look at", Assert.Throws<ArgumentException>(() => Run(Options("none") with { Pictures = [], DrawnPictures = 0 })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{")]
    [InlineData("{\"name\":\"x\",\"preprocessing\":{\"cropSize\":0,\"resizeSize\":1},\"featureNode\":\"x\",\"licence\":\"\",\"origin\":\"\"}")]
    public void Load_BackboneWithADamagedCard_IsRefused(string card)
    {
        OnnxModel network = OnnxReader.Read(model.Pictures.Backbone);
        string path = model.Pictures.Write("damaged.onnx", OnnxWriter.Write(network with { Metadata = new Dictionary<string, string> { ["mlnet_transfer_backbone"] = card } }));

        Assert.Contains("mlnet_transfer_backbone", Assert.Throws<OnnxException>(() => PreparedBackbone.Load(path, null, new())).Message, StringComparison.Ordinal);
    }

    private static DistillationResult Run(DistillationOptions options) => Distillation.Run(options, NullProgressReporter.Instance, CancellationToken.None);

    private static FineTuningOptions Training(int epochs) => DistillationOptions.DefaultTraining with { Epochs = epochs, BatchSize = 8, AverageDecay = 0.5 };

    private DistillationOptions Options(string output) => new()
    {
        Teacher = model.Zip,
        Student = "mobilenetv2-0.05-random",
        Pictures = Pictures(),
        DrawnPictures = 6,
        Size = 32,
        OutputFolder = model.Pictures.PathOf(output),
        Threads = 1,
    };

    private string[] Pictures() => [.. Directory.GetFiles(model.Pictures.Folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private sealed class StopAfter(CancellationTokenSource source, string sentence) : IProgressReporter
    {
        public IProgressTask Start(string title, long total, string unit) => NullProgressReporter.Instance.Start(title, total, unit);

        public void Info(string line)
        {
            if (line.Contains(sentence, StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }

        public void Warn(string line)
        {
        }
    }
}
