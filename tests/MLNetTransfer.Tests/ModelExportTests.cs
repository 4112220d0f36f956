using System.Diagnostics;
using System.Text.Json;
using MLNetTransfer.Backbones;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests;

public sealed class ModelExportTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    private string Exported => model.Pictures.PathOf("exported.onnx");

    [Fact]
    public void Write_ZipByDefault_IsTheModelOnnxOfTheRun()
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions());

        Assert.Equal(File.ReadAllBytes(model.Onnx), File.ReadAllBytes(Exported));
    }

    [Fact]
    public void Write_ModelThatCuts_TakesTheCutPicture()
    {
        TransferOptions options = model.Pictures.Options("cutting");
        TransferLearning.Train(options with { Preprocessing = options.Preprocessing with { Size = 39 } }, NullProgressReporter.Instance, CancellationToken.None);

        ModelExport.Write(model.Pictures.PathOf("cutting", "model.zip"), Exported, new OnnxExportOptions());

        Assert.Equal(File.ReadAllBytes(model.Pictures.PathOf("cutting", "model.onnx")), File.ReadAllBytes(Exported));
    }

    [Fact]
    public void Write_NoLabel_HasNothingOfTheOtherDomain()
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { Label = false });

        OnnxModel exported = OnnxReader.Read(Exported);
        Assert.Equal(["probabilities"], exported.Graph.Outputs.Select(output => output.Name));
        Assert.Equal([""], exported.OperatorSets.Keys);
        Assert.DoesNotContain(exported.Graph.Nodes, node => node.OperatorType is "LabelEncoder" or "ArgMax");
        Assert.Equal(["blue", "green", "red"], ModelMetadata.Read(exported, "exported")!.Classes);
        Compare(tolerance: 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void Write_LogitsAndFeatures_AreOutputsToo(int? hiddenUnits)
    {
        TransferOptions options = model.Pictures.Options("outputs") with { HiddenUnits = hiddenUnits, HeadEpochs = 2, WeightDecay = null };
        TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);
        ModelExport.Write(model.Pictures.PathOf("outputs", "model.zip"), Exported, new OnnxExportOptions { Logits = true, Features = true });

        OnnxModel exported = OnnxReader.Read(Exported);

        Assert.Equal(["probabilities", "label", "logits", "features"], exported.Graph.Outputs.Select(output => output.Name));
        Assert.Equal(3, exported.Graph.Outputs[2].Dimensions![1].Value);
        Assert.True(exported.Graph.Outputs[3].Dimensions![1].Value > 8);
    }

    [Fact]
    public void Write_HalfWeights_IsSmallerAndAgrees()
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { HalfWeights = true });

        Assert.InRange(new FileInfo(Exported).Length, 0, 0.75 * new FileInfo(model.Onnx).Length);
        Assert.Contains(OnnxReader.Read(Exported).Graph.Initializers.Values, constant => constant.ElementType == ElementType.Float16);
        Compare(tolerance: 1e-2);
    }

    [Fact]
    public void Write_EightBits_HoldsIntegersAndIsSmaller()
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { CalibrationPictures = Pictures() }, 1);

        // Scales weigh much in a network as small as this one. What 8 bits cost a trained network is measured on photographs; random weights lose all to them.
        Assert.InRange(new FileInfo(Exported).Length, 0, 0.95 * new FileInfo(model.Onnx).Length);
        OnnxGraph graph = OnnxReader.Read(Exported).Graph;
        Assert.Contains(graph.Initializers.Values, constant => constant is { ElementType: ElementType.UInt8, Shape.Rank: 4 });
        string[] quantized = [.. graph.Nodes.Where(node => node.OperatorType == "DequantizeLinear").Select(node => node.Outputs[0])];
        Assert.All(graph.Nodes.Where(node => node.OperatorType is "Conv" or "Gemm"), node => Assert.All(node.Inputs, input => Assert.Contains(input, quantized)));
    }

    [Fact]
    public void Write_EightBitsThatCannotBe_SaysWhy()
    {
        Assert.Throws<ArgumentException>(() => ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { HalfWeights = true, CalibrationPictures = [] }));
        Assert.Throws<ArgumentException>(() => ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { FastWeights = true }));
        Assert.Contains("calibration", Assert.Throws<DatasetException>(() => ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { CalibrationPictures = ["absent.png"] })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(22)]
    public void Write_OtherOperatorSet_AnswersTheSame(int operatorSet)
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { OperatorSet = operatorSet });

        Assert.Equal(operatorSet, OnnxReader.Read(Exported).OperatorSets[""]);
        Compare(tolerance: 0);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(23)]
    public void Write_OperatorSetThatIsNone_IsRefused(int operatorSet) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { OperatorSet = operatorSet }));

    [PathFact("/usr/lib/python3/dist-packages/onnx", "python3-onnx")]
    public void Write_OperatorSetsThatTheCheckerOfOnnxKnows_PassIt()
    {
        foreach (int operatorSet in (ReadOnlySpan<int>)[7, 10, 11, 12, 14])
        {
            ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { OperatorSet = operatorSet, Logits = true });
            Assert.Equal("", OnnxChecker(Exported));
        }
    }

    [PathFact("/usr/lib/python3/dist-packages/onnx", "python3-onnx")]
    public void Write_EveryForm_PassesTheCheckerOfOnnx()
    {
        OnnxExportOptions[] forms =
        [
            new() { Label = false, Features = true },
            new() { HalfWeights = true, Logits = true },
            new() { CalibrationPictures = Pictures() },
            new() { CalibrationPictures = Pictures(), FastWeights = true, Label = false },
        ];
        foreach (OnnxExportOptions form in forms)
        {
            ModelExport.Write(model.Zip, Exported, form, 1);
            Assert.Equal("", OnnxChecker(Exported));
        }
    }

    // ONNX Runtime computes with integers and rounds sums in other places.
    [OnnxRuntimeTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Write_EightBits_RunsInOnnxRuntime(bool optimize, bool fast)
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { CalibrationPictures = Pictures(), FastWeights = fast }, 1);
        using ImageClassifier classifier = ImageClassifier.Load(Exported, new ImageClassifierOptions { Threads = 1 });
        foreach (string path in Pictures())
        {
            Image image = Resize(path);
            IReadOnlyDictionary<string, JsonElement> outputs = OnnxRuntime.Run(Exported, Pixels(image), [1, 3, 32, 32], optimize);

            float[] actual = [.. outputs["probabilities"].EnumerateArray().Select(value => value.GetSingle())];
            Assert.All(classifier.Classify(image, 3), pair => Assert.Equal(pair.Probability, actual[Array.IndexOf([.. classifier.ClassNames], pair.Label)], 0.05));
        }
    }

    [Fact]
    public void Verify_PicturesThatCannotBeRead_AreCounted()
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions());
        string broken = model.Pictures.Write("broken.png", [1, 2, 3]);

        ExportVerification verification = ModelExport.Verify(model.Zip, Exported, [broken, .. Pictures(), "absent.png"], 1, NullProgressReporter.Instance);

        Assert.Equal(new ExportVerification(ColouredPictures.Count, 2, ColouredPictures.Count, 0), verification);
    }

    [Fact]
    public void Verify_OtherClasses_IsRefused()
    {
        OnnxModel other = OnnxReader.Read(model.Onnx);
        ModelManifest manifest = ModelMetadata.Read(other, "other")! with { Classes = ["blue", "green", "yellow"] };
        File.WriteAllBytes(Exported, OnnxWriter.Write(other with { Metadata = ModelMetadata.Of(manifest) }));

        Assert.Contains("classes", Assert.Throws<ModelException>(() => ModelExport.Verify(model.Zip, Exported, [], 1, NullProgressReporter.Instance)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhatIsNoTrainedModel_IsRefused()
    {
        Assert.Contains("not a model that was trained here", Assert.Throws<ModelException>(() => ModelExport.Write(model.Pictures.Backbone, Exported, new())).Message, StringComparison.Ordinal);
        Assert.Throws<MissingModelException>(() => ModelExport.Write(model.Pictures.PathOf("absent.zip"), Exported, new()));
    }

    [Fact]
    public void Write_NoSuchFolder_LeavesNothing()
    {
        string path = model.Pictures.PathOf("no", "such", "folder.onnx");

        Assert.Contains(path, Assert.Throws<OutputException>(() => ModelExport.Write(model.Zip, path, new())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    // ONNX Runtime's graph optimizations change the answer of a model with half weights by more than the tolerance; without them it agrees.
    [OnnxRuntimeTheory]
    [InlineData(false, true, null)]
    [InlineData(true, false, null)]
    [InlineData(false, true, 7)]
    [InlineData(true, false, 10)]
    [InlineData(false, true, 20)]
    public void Write_EveryOption_RunsInOnnxRuntime(bool halfWeights, bool optimize, int? operatorSet)
    {
        ModelExport.Write(model.Zip, Exported, new OnnxExportOptions { Logits = true, Features = true, HalfWeights = halfWeights, OperatorSet = operatorSet });
        using ImageClassifier classifier = ImageClassifier.Load(Exported, new ImageClassifierOptions { Threads = 1 });
        foreach (string path in Pictures())
        {
            Image image = Resize(path);
            IReadOnlyDictionary<string, JsonElement> outputs = OnnxRuntime.Run(Exported, Pixels(image), [1, 3, 32, 32], optimize);

            IReadOnlyList<LabelProbability> expected = classifier.Classify(image, 3);
            float[] actual = [.. outputs["probabilities"].EnumerateArray().Select(value => value.GetSingle())];
            Assert.All(expected, pair => Assert.Equal(pair.Probability, actual[Array.IndexOf([.. classifier.ClassNames], pair.Label)], 1e-5));
            Assert.Equal(expected[0].Label, outputs["label"][0].GetString());
            double[] logits = [.. outputs["logits"].EnumerateArray().Select(value => value.GetDouble())];
            Assert.Equal(actual[0], Math.Exp(logits[0]) / logits.Sum(Math.Exp), 1e-5);
            Assert.True(outputs["features"].GetArrayLength() > 8);
        }
    }

    // What the checker of ONNX has to say; nothing when all is right.
    private static string OnnxChecker(string path)
    {
        string script = "import onnx,sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)";
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, path]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : error;
    }

    // Pictures of the size of the network, so that both see the same pixels.
    private static Image Resize(string path) =>
        Imaging.Resizing.Resizer.CenterCrop(ImageDecoder.Decode(File.ReadAllBytes(path)).Image, 32);

    private static float[] Pixels(Image image)
    {
        float[] pixels = new float[3 * 32 * 32];
        for (int position = 0; position < 32 * 32; position++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                pixels[(channel * 32 * 32) + position] = image.Pixels[(3 * position) + channel];
            }
        }

        return pixels;
    }

    private void Compare(double tolerance)
    {
        ExportVerification verification = ModelExport.Verify(model.Zip, Exported, Pictures(), 1, NullProgressReporter.Instance);

        Assert.Equal((ColouredPictures.Count, ColouredPictures.Count), (verification.Pictures, verification.SameClass));
        Assert.InRange(verification.LargestDifference, 0, tolerance);
    }

    private string[] Pictures() => Directory.GetFiles(model.Pictures.Folder, "*.png", SearchOption.AllDirectories);
}
