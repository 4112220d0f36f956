using System.Text.Json;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>Whole networks against the outputs that other programs gave for them.</summary>
public sealed class GoldenOutputsTests
{
    // Relative to the largest output: sums of a thousand products in another order differ by a few units in the last place of the largest.
    private const double Tolerance = 1e-4;

    public static TheoryData<string, string, bool> Backbones()
    {
        TheoryData<string, string, bool> data = [];
        foreach ((string model, string output) in (ReadOnlySpan<(string, string)>)
        [
            ("mobilenetv2_0.35_224_keras_bn_backbone", "features"),
            ("mobilenetv2_1.0_224_tf_folded", "logits"),
            ("mobilenetv2_1.0_224_tf_folded", "features"),
            ("mobilenetv2_1.0_gluon_bn_backbone", "features"),
            ("resnet18_torchvision_folded_to_layer3", "features"),
            ("squeezenet1.1_gluon", "logits"),
        ])
        {
            data.Add(model, output, false);
            data.Add(model, output, true);
        }

        return data;
    }

    [SharedDataTheory]
    [MemberData(nameof(Backbones))]
    public void Run_Backbone_GivesTheGoldenOutput(string model, string output, bool optimized)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.SharedPath("weights", "golden", "golden.json")));
        string inputName = golden.RootElement.GetProperty(model + ".onnx").GetProperty("input").GetString()!;
        Graph graph = Graph.From(OnnxReader.Read(Repository.SharedPath("weights", model + ".onnx"))).WithOutputs(output);

        AssertOutput(optimized ? GraphOptimizer.OptimizeForInference(graph) : graph, inputName, $"{model}.{output}.npy");
    }

    [SharedDataFact]
    public void Run_ExportInTrainingMode_GivesWhatTheFoldedExportGives()
    {
        float[][] logits = [.. new[] { "bn_kept", "eval_folded" }.Select(kind => Run(
            GraphOptimizer.OptimizeForInference(Graph.From(OnnxReader.Read(Repository.SharedPath("weights", "thirdparty", $"resnet20_cifar10_pytorch_export_{kind}.onnx")))),
            "resnet20_cifar10.input.npy"))];

        AssertClose(logits[0], logits[1]);
    }

    [SharedDataFact]
    public void From_EveryThirdPartyFile_IsReadOrSaysWhatIsNotSupported()
    {
        foreach (string path in Directory.GetFiles(Repository.SharedPath("weights", "thirdparty"), "*.onnx"))
        {
            Graph graph = Graph.From(OnnxReader.Read(path));
            Assert.NotEmpty(GraphOptimizer.OptimizeForInference(graph).Nodes);
        }
    }

    private static void AssertOutput(Graph graph, string inputName, string outputName) =>
        AssertClose(NumpyFile.Read(Repository.SharedPath("weights", "golden", outputName)).Values, Run(graph, inputName));

    private static float[] Run(Graph graph, string inputName)
    {
        (int[] shape, float[] values) = NumpyFile.Read(Repository.SharedPath("weights", "golden", inputName));
        using WorkerPool pool = new(2);
        return ((Tensor<float>)new GraphExecutor(graph, pool).Run(Tensor.From<float>(new Shape(shape), values))).Span.ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        double worst = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
        Assert.True(worst <= Tolerance * scale, $"The largest difference is {worst} at a largest output of {scale}.");
    }
}
