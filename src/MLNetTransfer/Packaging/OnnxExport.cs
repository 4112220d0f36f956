using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging;

/// <summary>Gives the network of a trained model the outputs and the form that a user wants.</summary>
internal static class OnnxExport
{
    // Small constants (biases, statistics, shapes) weigh nothing and decide much.
    private const int LeastHalfElements = 256;
    private const int OnnxFloat = 1;

    /// <exception cref="ModelException">The network is not of the form that training writes.</exception>
    public static OnnxModel Apply(OnnxModel model, OnnxExportOptions options, string name)
    {
        OnnxNode softmax = Producer(model, ClassifierValues.Probabilities) is { OperatorType: "Softmax" } found
            ? found
            : throw new ModelException($"{name}: the output '{ClassifierValues.Probabilities}' does not come from a Softmax; expected a model that mlnet-transfer trained.");
        int operatorSet = model.OperatorSets[""];
        OnnxDimension batch = model.Graph.Inputs[0].Dimensions![0];
        List<OnnxNode> nodes = [.. model.Graph.Nodes];
        List<OnnxValueInfo> outputs = [.. model.Graph.Outputs.Where(output => options.Label || output.Name != ClassifierValues.Label)];
        if (options.Logits)
        {
            AddOutput("logits", softmax.Inputs[0], model.Graph.Outputs.First(output => output.Name == ClassifierValues.Probabilities).Dimensions![1]);
        }

        if (options.Features)
        {
            (string features, int length) = FindFeatures(model, softmax, name);
            AddOutput("features", features, new OnnxDimension(length, null));
        }

        OnnxModel exported = Prune(model with { Graph = model.Graph with { Nodes = nodes, Outputs = outputs } });
        return options.HalfWeights ? WithHalfWeights(exported) : exported;

        void AddOutput(string output, string value, OnnxDimension length)
        {
            if (value != output)
            {
                if (nodes.Any(node => node.Outputs.Contains(output)) || model.Graph.Initializers.ContainsKey(output))
                {
                    throw new ModelException($"{name}: another value of the network is called '{output}' already, so that it cannot be the name of an output.");
                }

                nodes.Add(new OnnxNode(output, "Identity", "", operatorSet, [value], [output], new OnnxAttributes()));
            }

            outputs.Add(new OnnxValueInfo(output, ElementType.Float32, [batch, length]));
        }
    }

    // The head is a chain of Gemm and Relu between the features and the softmax; ClassifierGraph names its layers.
    private static (string Name, int Length) FindFeatures(OnnxModel model, OnnxNode softmax, string name)
    {
        string value = softmax.Inputs[0];
        int length = 0;
        while (Producer(model, value) is OnnxNode node && node.Outputs[0].StartsWith("head", StringComparison.Ordinal))
        {
            value = node.Inputs[0];
            length = node.OperatorType == "Gemm" && model.Graph.Initializers.TryGetValue(node.Inputs[1], out Tensor? weights) ? weights.Shape[0] : length;
        }

        return length > 0 ? (value, length) : throw new ModelException($"{name}: the network has no head of the form that training writes, so that its features are not known.");
    }

    private static OnnxModel WithHalfWeights(OnnxModel model)
    {
        Dictionary<string, Tensor> constants = new(StringComparer.Ordinal);
        List<OnnxNode> casts = [];
        HashSet<string> names = [.. model.Graph.Initializers.Keys, .. model.Graph.Nodes.SelectMany(node => node.Outputs)];
        foreach ((string name, Tensor constant) in model.Graph.Initializers)
        {
            string half = $"{name}_half";
            if (constant is not Tensor<float> { Shape.Count: >= LeastHalfElements } weights || names.Contains(half) || !Fits(weights))
            {
                constants[name] = constant;
                continue;
            }

            Half[] halves = new Half[weights.Shape.Count];
            ReadOnlySpan<float> values = weights.Span;
            for (int index = 0; index < halves.Length; index++)
            {
                halves[index] = (Half)values[index];
            }

            constants[half] = Tensor.From<Half>(weights.Shape, halves);
            casts.Add(new OnnxNode($"{name}_cast", "Cast", "", model.OperatorSets[""], [half], [name], new OnnxAttributes([new("to", (long)OnnxFloat)])));
        }

        return model with { Graph = model.Graph with { Nodes = [.. casts, .. model.Graph.Nodes], Initializers = constants } };
    }

    // Beyond 65,504 a half is infinite.
    private static bool Fits(Tensor<float> weights)
    {
        foreach (float value in weights.Span)
        {
            if (!Half.IsFinite((Half)value))
            {
                return false;
            }
        }

        return true;
    }

    // What no output needs goes, and the operator sets that then nothing is of.
    private static OnnxModel Prune(OnnxModel model)
    {
        HashSet<string> needed = [.. model.Graph.Outputs.Select(output => output.Name)];
        List<OnnxNode> kept = [];
        for (int index = model.Graph.Nodes.Count - 1; index >= 0; index--)
        {
            OnnxNode node = model.Graph.Nodes[index];
            if (node.Outputs.Any(needed.Contains))
            {
                kept.Add(node);
                needed.UnionWith(node.Inputs);
            }
        }

        kept.Reverse();
        return model with
        {
            OperatorSets = model.OperatorSets
                .Where(set => set.Key.Length == 0 || kept.Any(node => node.Domain == set.Key))
                .ToDictionary(set => set.Key, set => set.Value, StringComparer.Ordinal),
            Graph = model.Graph with
            {
                Nodes = kept,
                Initializers = model.Graph.Initializers.Where(constant => needed.Contains(constant.Key)).ToDictionary(constant => constant.Key, constant => constant.Value, StringComparer.Ordinal),
            },
        };
    }

    private static OnnxNode? Producer(OnnxModel model, string value) => model.Graph.Nodes.FirstOrDefault(node => node.Outputs.Contains(value));
}
