using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.FromScratch;

/// <summary>
/// The same network knowing nothing: convolutions from a normal distribution with variance 2 / fan-in (He and others, "Delving Deep into Rectifiers", 2015), matrix products with
/// variance 1 / fan-in, biases 0, normalisations without effect (scale 1, shift 0, mean 0, variance 1).
/// </summary>
public static class FreshWeights
{
    /// <summary>The network with fresh weights.</summary>
    /// <param name="graph">The network as the file states it.</param>
    /// <param name="seed">Each constant is drawn from it and its place, so that the same seed gives the same network.</param>
    public static Graph Draw(Graph graph, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        GraphEditor editor = new(graph);
        IReadOnlyList<NetworkParameter> parameters = NetworkParameters.Find(graph);
        for (int index = 0; index < parameters.Count; index++)
        {
            NetworkParameter parameter = parameters[index];
            GraphNode node = graph.Nodes[parameter.Node];
            Tensor<float> old = (Tensor<float>)graph.Constants[parameter.Name];
            Tensor<float> fresh = Tensor.Create<float>(old.Shape);
            bool isScale = parameter.Kind == ParameterKind.Normalization && (node.Operator.Node.OperatorType is "Mul" or "Div" || node.Inputs[1] == parameter.Name);
            if (parameter.Kind == ParameterKind.Weight)
            {
                DrawWeights(fresh, node.Operator.Node.OperatorType == "Conv" ? 2 : 1, FanIn(node, parameter.Name, old.Shape), DeterministicRandom.For(seed, "fresh weights", (ulong)index));
            }
            else if (isScale)
            {
                fresh.Span.Fill(1);
            }

            editor.Constants[parameter.Name] = fresh;
        }

        foreach (GraphNode node in graph.Nodes.Where(node => node.Operator.Node is { Domain: "", OperatorType: "BatchNormalization" }))
        {
            Reset(editor, node.Inputs[3], 0);
            Reset(editor, node.Inputs[4], 1);
        }

        return editor.ToGraph();
    }

    /// <summary>A head that finds all classes equally likely.</summary>
    /// <param name="features">Number of features.</param>
    /// <param name="classes">Number of classes.</param>
    public static TrainedHead Head(int features, int classes) => new([new DenseLayer(features, classes, new float[features * classes], new float[classes])]);

    private static void DrawWeights(Tensor<float> target, double gain, int fanIn, DeterministicRandom random)
    {
        double deviation = Math.Sqrt(gain / Math.Max(1, fanIn));
        foreach (ref float value in target.Span)
        {
            value = (float)(random.NextGaussian() * deviation);
        }
    }

    private static int FanIn(GraphNode node, string name, Shape shape)
    {
        if (node.Operator.Node.OperatorType == "Conv")
        {
            return shape.Count / shape[0];
        }

        bool isTransposed = node.Operator.Node.Attributes.Integer(node.Inputs[0] == name ? "transA" : "transB", 0) != 0;
        bool isLeft = node.Inputs[0] == name;
        return shape.Rank < 2 ? shape.Count : shape.Dimensions[isLeft != isTransposed ? ^1 : ^2];
    }

    private static void Reset(GraphEditor editor, string name, float value)
    {
        if (editor.Constants.GetValueOrDefault(name) is Tensor<float> old)
        {
            Tensor<float> fresh = Tensor.Create<float>(old.Shape);
            fresh.Span.Fill(value);
            editor.Constants[name] = fresh;
        }
    }
}
