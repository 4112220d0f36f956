using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Explanation;

/// <summary>Networks with random weights whose explanations are known from elsewhere.</summary>
internal static class ExplainedNetworks
{
    public const int Side = 96;

    public const int Classes = 5;

    /// <summary>A small MobileNetV2 that ends in a linear classifier on pooled features, and then a softmax.</summary>
    public static Graph WithSoftmax(ulong seed = 7)
    {
        GraphEditor editor = new(MobileNetV2Builder.Build(0.1f, seed, Classes));
        string probabilities = editor.Add("Softmax", "probabilities", [editor.Outputs[0]], [new("axis", 1L)]);
        editor.Outputs.Clear();
        editor.Outputs.Add(probabilities);
        return editor.ToGraph();
    }

    /// <summary>The same with a hidden layer in front of the scores, so that the gradient depends on the picture.</summary>
    public static Graph WithHiddenLayer()
    {
        GraphEditor editor = new(MobileNetV2Builder.Build(0.1f, 7));
        int features = ShapeInference.Infer(editor.ToGraph(), NominalInput.Facts(editor.ToGraph(), Side))[editor.Outputs[0]].Shape[1];
        string hidden = editor.Add("Gemm", "hidden", [editor.Outputs[0], editor.Add("hidden_weights", Random(1, features, 24)), editor.Add("hidden_bias", Random(2, 24))]);
        string relu = editor.Add("Relu", "hidden_relu", [hidden]);
        string scores = editor.Add("Gemm", "scores", [relu, editor.Add("scores_weights", Random(3, 24, Classes)), editor.Add("scores_bias", Random(4, Classes))]);
        editor.Outputs.Clear();
        editor.Outputs.Add(scores);
        return editor.ToGraph();
    }

    /// <summary>A batch of pictures of normal noise as the network takes them.</summary>
    public static Tensor Noise(int seed, int count = 1)
    {
        Tensor<float> tensor = Tensor.Create<float>(new Shape(count, 3, Side, Side), MemoryFormat.ChannelsLast);
        Random random = new(seed);
        foreach (ref float value in tensor.Span)
        {
            value = (float)((random.NextDouble() * 4) - 2);
        }

        return tensor;
    }

    private static Tensor<float> Random(int seed, params int[] dimensions) => OperatorHarness.Random(seed, dimensions);
}
