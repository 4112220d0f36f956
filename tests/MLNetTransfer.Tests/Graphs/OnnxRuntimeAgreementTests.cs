using System.Text.Json;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Graphs.Architectures;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>The same file and the same pictures in a real ONNX Runtime.</summary>
public sealed class OnnxRuntimeAgreementTests
{
    // Relative to the largest output.
    private const double Tolerance = 1e-5;

    // The first has BatchNormalization in training mode, which ONNX Runtime runs with the statistics of the batch and this library with those of the file;
    // the second takes 16-bit pictures, which the script beside these tests does not make.
    private static readonly string[] NotComparable = ["resnet20_cifar10_pytorch_export_bn_kept.onnx", "winml_SqueezeNet_fp16.onnx"];

    [OnnxRuntimeFact]
    public void Run_BuiltNetworks_GiveWhatOnnxRuntimeGives()
    {
        using TemporaryFolder folder = new();
        foreach (string network in (string[])["mobilenet 0.35", "mobilenet 1", "resnet 18", "resnet 50"])
        {
            string path = folder.Write("network.onnx", OnnxWriter.Write(NetworkBuilderTests.Build(network, 3, 10).ToOnnx("network")));
            AssertAgrees(path, OperatorHarness.Random(5, 2, 3, 96, 80));
        }
    }

    [OnnxRuntimeFact]
    public void Run_SharedClassifiers_GiveWhatOnnxRuntimeGives()
    {
        if (Repository.SharedData is null)
        {
            return;
        }

        string[] paths =
        [
            .. Directory.GetFiles(Repository.SharedPath("weights"), "*.onnx").Order(),
            .. Directory.GetFiles(Repository.SharedPath("weights", "thirdparty"), "*.onnx").Order(),
        ];
        List<string> different = [];
        foreach (string path in paths.Where(path => !NotComparable.Contains(Path.GetFileName(path))))
        {
            GraphInput input = Graph.From(OnnxReader.Read(path)).Inputs[0];
            int[] shape = [.. input.Dimensions!.Select((dimension, axis) => dimension.Value ?? (axis == 0 ? 1 : 224))];
            try
            {
                AssertAgrees(path, OperatorHarness.Random(5, shape));
            }
            catch (Exception exception)
            {
                different.Add($"{Path.GetFileName(path)}: {exception.Message}");
            }
        }

        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    private static void AssertAgrees(string path, Tensor<float> input)
    {
        IReadOnlyDictionary<string, JsonElement> expected = OnnxRuntime.Run(path, input.Span.ToArray(), input.Shape.Dimensions.ToArray());
        Graph graph = Graph.From(OnnxReader.Read(path));
        using WorkerPool pool = new(2);
        foreach (Graph tested in (Graph[])[graph, GraphOptimizer.OptimizeForInference(graph)])
        {
            IReadOnlyDictionary<string, Tensor> found = new GraphExecutor(tested, pool).Run(new Dictionary<string, Tensor> { [tested.Inputs[0].Name] = input });
            foreach ((string name, Tensor tensor) in found)
            {
                if (tensor is Tensor<float> numbers)
                {
                    AssertClose($"{Path.GetFileName(path)} '{name}'", [.. expected[name].EnumerateArray().Select(value => value.GetSingle())], numbers.Span);
                }
            }
        }
    }

    private static void AssertClose(string what, float[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        double scale = expected.Max(Math.Abs);
        double worst = 0;
        for (int index = 0; index < expected.Length; index++)
        {
            worst = Math.Max(worst, Math.Abs((double)expected[index] - found[index]));
        }

        Assert.True(worst <= Tolerance * scale, $"{what}: the largest difference is {worst} at a largest output of {scale}.");
    }
}
