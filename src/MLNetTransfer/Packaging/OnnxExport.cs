using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging;

/// <summary>Gives the network of a trained model the outputs and the form that a user wants.</summary>
internal static class OnnxExport
{
    /// <exception cref="ModelException">The network is not of the form that training writes.</exception>
    public static OnnxModel Apply(OnnxModel model, OnnxExportOptions options, string name)
    {
        OnnxNode softmax = Producer(model.Graph.Nodes, ClassifierValues.Probabilities) is { OperatorType: "Softmax" } found
            ? found
            : throw new ModelException($"{name}: the output '{ClassifierValues.Probabilities}' does not come from a Softmax; expected a model that mlnet-transfer trained.");
        int operatorSet = model.OperatorSets[""];
        OnnxDimension batch = model.Graph.Inputs[0].Dimensions![0];
        List<OnnxNode> nodes = [.. model.Graph.Nodes];
        Dictionary<string, Tensor> constants = new(model.Graph.Initializers, StringComparer.Ordinal);
        List<OnnxValueInfo> outputs = [.. model.Graph.Outputs.Where(output => options.Label || output.Name != ClassifierValues.Label)];
        if (options.Logits)
        {
            AddOutput("logits", softmax.Inputs[0], model.Graph.Outputs.First(output => output.Name == ClassifierValues.Probabilities).Dimensions![1]);
        }

        if (options.Features)
        {
            (string features, int length) = FindFeatures(nodes, constants, name);
            AddOutput("features", features, new OnnxDimension(length, null));
        }

        OnnxModel exported = Prune(model with { Graph = model.Graph with { Nodes = nodes, Initializers = constants, Outputs = outputs } });
        return options.HalfWeights ? HalfWeights.Apply(exported) : exported;

        void AddOutput(string output, string value, OnnxDimension length)
        {
            if (value != output)
            {
                Rename(nodes, constants, output);
                nodes.Add(new OnnxNode(output, "Identity", "", operatorSet, [value], [output], new OnnxAttributes()));
            }

            outputs.Add(new OnnxValueInfo(output, ElementType.Float32, [batch, length]));
        }
    }

    // A backbone may call a value or a node of its own as the output is to be called; ONNX Runtime refuses two nodes of one name.
    private static void Rename(List<OnnxNode> nodes, Dictionary<string, Tensor> constants, string taken)
    {
        HashSet<string> names = [.. constants.Keys, .. nodes.SelectMany(node => node.Outputs), .. nodes.Select(node => node.Name)];
        string free = $"backbone_{taken}";
        while (names.Contains(free))
        {
            free += "_";
        }

        if (constants.Remove(taken, out Tensor? constant))
        {
            constants[free] = constant;
        }

        for (int index = 0; index < nodes.Count; index++)
        {
            OnnxNode node = nodes[index];
            if (node.Name == taken || node.Inputs.Contains(taken) || node.Outputs.Contains(taken))
            {
                nodes[index] = node with
                {
                    Name = node.Name == taken ? free : node.Name,
                    Inputs = [.. node.Inputs.Select(value => value == taken ? free : value)],
                    Outputs = [.. node.Outputs.Select(value => value == taken ? free : value)],
                };
            }
        }
    }

    // The head is a chain of Gemm and Relu between the features and the softmax; ClassifierGraph names its layers.
    private static (string Name, int Length) FindFeatures(List<OnnxNode> nodes, Dictionary<string, Tensor> constants, string name)
    {
        string value = Producer(nodes, ClassifierValues.Probabilities)!.Inputs[0];
        int length = 0;
        while (Producer(nodes, value) is OnnxNode node && node.Outputs[0].StartsWith("head", StringComparison.Ordinal))
        {
            value = node.Inputs[0];
            length = node.OperatorType == "Gemm" && constants.TryGetValue(node.Inputs[1], out Tensor? weights) ? weights.Shape[0] : length;
        }

        return length > 0 ? (value, length) : throw new ModelException($"{name}: the network has no head of the form that training writes, so that its features are not known.");
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

    private static OnnxNode? Producer(IReadOnlyList<OnnxNode> nodes, string value) => nodes.FirstOrDefault(node => node.Outputs.Contains(value));
}
