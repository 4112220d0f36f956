using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Onnx;

/// <summary>Weights that are stored with 16 bits and computed with 32, behind one Cast each.</summary>
internal static class HalfWeights
{
    // Small constants (biases, statistics, shapes) weigh nothing and decide much.
    private const int LeastHalfElements = 256;
    private const int OnnxFloat = 1;

    /// <summary>Stores the larger constants with 16 bits, but for those that do not fit.</summary>
    public static OnnxModel Apply(OnnxModel model)
    {
        Dictionary<string, Tensor> constants = new(StringComparer.Ordinal);
        List<OnnxNode> casts = [];
        HashSet<string> names = [.. model.Graph.Initializers.Keys, .. model.Graph.Nodes.SelectMany(node => node.Outputs), .. model.Graph.Nodes.Select(node => node.Name)];
        foreach ((string name, Tensor constant) in model.Graph.Initializers)
        {
            string half = $"{name}_half";
            string cast = $"{name}_cast";
            if (constant is not Tensor<float> { Shape.Count: >= LeastHalfElements } weights || names.Contains(half) || names.Contains(cast) || !Fits(weights))
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
            casts.Add(new OnnxNode(cast, "Cast", "", model.OperatorSets[""], [half], [name], new OnnxAttributes([new("to", (long)OnnxFloat)])));
        }

        return model with { Graph = model.Graph with { Nodes = [.. casts, .. model.Graph.Nodes], Initializers = constants } };
    }

    /// <summary>The weights as numbers of 32 bits again, wherever a Cast makes them so before anything else reads them.</summary>
    public static OnnxModel Expand(OnnxModel model)
    {
        Dictionary<string, Tensor> constants = new(model.Graph.Initializers, StringComparer.Ordinal);
        List<OnnxNode> nodes = [];
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            if (node is { OperatorType: "Cast", Domain: "" } && node.Attributes.Integer("to", 0) == OnnxFloat && model.Graph.Initializers.GetValueOrDefault(node.Inputs[0]) is Tensor<Half> halves)
            {
                float[] values = new float[halves.Shape.Count];
                for (int index = 0; index < values.Length; index++)
                {
                    values[index] = (float)halves.Span[index];
                }

                constants[node.Outputs[0]] = Tensor.From<float>(halves.Shape, values);
            }
            else
            {
                nodes.Add(node);
            }
        }

        if (nodes.Count == model.Graph.Nodes.Count)
        {
            return model;
        }

        HashSet<string> read = [.. nodes.SelectMany(node => node.Inputs)];
        foreach (string unread in model.Graph.Initializers.Keys.Where(name => model.Graph.Initializers[name] is Tensor<Half> && !read.Contains(name)))
        {
            constants.Remove(unread);
        }

        return model with { Graph = model.Graph with { Nodes = nodes, Initializers = constants } };
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
}
