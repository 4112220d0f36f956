using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>Small graphs, and the plainest way to run one.</summary>
internal static class GraphSamples
{
    public static GraphEditor Editor(params OnnxDimension[] dimensions) => Editor(13, dimensions);

    public static GraphEditor Editor(int operatorSet, params OnnxDimension[] dimensions)
    {
        GraphEditor editor = new(new Dictionary<string, int>(StringComparer.Ordinal) { [""] = operatorSet });
        editor.Inputs.Add(new GraphInput("x", ElementType.Float32, dimensions.Length == 0 ? null : dimensions));
        return editor;
    }

    public static OnnxDimension Of(int value) => new(value, null);

    public static OnnxDimension Free(string symbol) => new(null, symbol);

    public static Graph ToGraph(this GraphEditor editor, params string[] outputs)
    {
        editor.Outputs.AddRange(outputs);
        return editor.ToGraph();
    }

    public static string Random(this GraphEditor editor, string name, int seed, params int[] dimensions) => editor.Add(name, OperatorHarness.Random(seed, dimensions));

    public static string Conv(this GraphEditor editor, string name, string input, int seed, int from, int to, int kernel = 3, bool hasBias = false, int group = 1, int stride = 1)
    {
        List<string> inputs = [input, editor.Random($"{name}_w", seed, to, from / group, kernel, kernel)];
        if (hasBias)
        {
            inputs.Add(editor.Random($"{name}_b", seed + 1, to));
        }

        long pad = kernel / 2;
        return editor.Add("Conv", name, inputs, [new("pads", new[] { pad, pad, pad, pad }), new("group", (long)group), new("strides", new long[] { stride, stride })]);
    }

    public static string BatchNormalization(this GraphEditor editor, string name, string input, int seed, int channels)
    {
        Tensor<float> variance = OperatorHarness.Random(seed + 3, channels);
        foreach (ref float value in variance.Span)
        {
            value = Math.Abs(value) + 0.1f;
        }

        string[] inputs =
        [
            input,
            editor.Random($"{name}_scale", seed, channels),
            editor.Random($"{name}_bias", seed + 1, channels),
            editor.Random($"{name}_mean", seed + 2, channels),
            editor.Add($"{name}_variance", variance),
        ];
        return editor.Add("BatchNormalization", name, inputs);
    }

    /// <summary>
    /// The outputs by definition: with the input as a constant, shape inference computes node after node in fresh contiguous memory, without plan, formats or fusion.
    /// </summary>
    public static IReadOnlyDictionary<string, Tensor> Reference(Graph graph, Tensor input)
    {
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(
            graph,
            new Dictionary<string, TensorFact>(StringComparer.Ordinal) { [graph.Inputs[0].Name] = TensorFact.Of(input) });
        return graph.Outputs.ToDictionary(output => output, output => facts[output].Constant!, StringComparer.Ordinal);
    }

    public static IReadOnlyDictionary<string, Tensor> Run(Graph graph, Tensor input) =>
        new GraphExecutor(graph, WorkerPool.Sequential).Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { [graph.Inputs[0].Name] = input });

    public static Tensor<float> ToChannelsLast(Tensor<float> tensor)
    {
        Tensor<float> converted = Tensor.Create<float>(tensor.Shape, MemoryFormat.ChannelsLast);
        FormatConversion.Convert(tensor, converted, WorkerPool.Sequential);
        return converted;
    }

    public static void AssertSame(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        foreach ((string name, Tensor tensor) in expected)
        {
            Assert.Equal(MemoryFormat.Contiguous, found[name].Format);
            OperatorHarness.AssertClose(tensor, found[name], 1e-4, 1e-4);
        }
    }
}
