using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging;

/// <summary>
/// Writes a network for an earlier or a later operator set. Most operators of picture networks only took more element types from one version to the next; those whose form changed are
/// listed with the operator sets of the changes (onnx.ai/onnx/operators, "Changelog"), and of these Clip and the last Softmax are rewritten. Anything else is refused.
/// </summary>
internal static class OperatorSetConversion
{
    /// <summary>The first operator set that files can be written for.</summary>
    public const int First = 7;

    /// <summary>The last one.</summary>
    public const int Last = 22;

    private const int ClipTakesInputs = 11;

    // The operator sets at which the same inputs and attributes began to mean something else, or had to be given in another way.
    private static readonly Dictionary<string, int[]> Changes = new(StringComparer.Ordinal)
    {
        ["Dropout"] = [12],
        ["LogSoftmax"] = [13],
        ["Pad"] = [11],
        ["ReduceMax"] = [18],
        ["ReduceMean"] = [18],
        ["ReduceMin"] = [18],
        ["ReduceSum"] = [13],
        ["Resize"] = [11, 13],
        ["Slice"] = [10],
        ["Softmax"] = [13],
        ["Split"] = [13, 18],
        ["Squeeze"] = [13],
        ["Unsqueeze"] = [13],
        ["Upsample"] = [8, 9, 10],
    };

    private static readonly Dictionary<string, int> FirstSets = new(StringComparer.Ordinal)
    {
        ["ConstantOfShape"] = 9,
        ["DequantizeLinear"] = 10,
        ["Erf"] = 9,
        ["Expand"] = 8,
        ["Gelu"] = 20,
        ["HardSwish"] = 14,
        ["LayerNormalization"] = 17,
        ["QuantizeLinear"] = 10,
        ["Resize"] = 10,
        ["Where"] = 9,
    };

    // The ONNX format version that an operator set came with (docs/Versioning.md of ONNX), but no earlier one than 4: before, initializers had to be listed as inputs too.
    private static readonly (int OperatorSet, long IrVersion)[] IrVersions = [(21, 10), (19, 9), (15, 8), (12, 7), (11, 6), (10, 5), (First, 4)];

    /// <exception cref="ModelException">An operator cannot be written for that operator set.</exception>
    public static OnnxModel Apply(OnnxModel model, int target, string name)
    {
        int source = model.OperatorSets[""];
        if (source == target)
        {
            return model;
        }

        Dictionary<string, Tensor> constants = new(model.Graph.Initializers, StringComparer.Ordinal);
        List<OnnxNode> nodes = [];
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            nodes.Add(node.Domain.Length > 0 ? node : Convert(node, source, target, constants, name));
        }

        Dictionary<string, int> operatorSets = new(model.OperatorSets, StringComparer.Ordinal) { [""] = target };
        OnnxModel converted = model with
        {
            IrVersion = IrVersions.First(pair => pair.OperatorSet <= target).IrVersion,
            OperatorSets = operatorSets,
            Graph = model.Graph with { Nodes = nodes, Initializers = constants },
        };
        try
        {
            // The operators know which attributes and inputs they have in which set.
            Graph.From(converted);
            return converted;
        }
        catch (OnnxException exception)
        {
            throw new ModelException($"{name}: the network of operator set {source} cannot be written for {target}: {exception.Message}", exception);
        }
    }

    private static OnnxNode Convert(OnnxNode node, int source, int target, Dictionary<string, Tensor> constants, string name)
    {
        OnnxNode moved = node with { OperatorSetVersion = target };
        if (FirstSets.TryGetValue(node.OperatorType, out int first) && target < first)
        {
            throw new ModelException($"{name}: {node} cannot be written for operator set {target}; the operator came with {first}.");
        }

        if (node.OperatorType == "Clip" && Between(ClipTakesInputs, source, target))
        {
            return target >= ClipTakesInputs ? WithInputs(moved, constants) : WithAttributes(moved, constants, name);
        }

        // Of rows, axis 1 means the same before and after.
        bool isLastSoftmax = node.Outputs[0] == ClassifierValues.Probabilities && node.Attributes.Integer("axis", 1) == 1 && node.Attributes.Values.ContainsKey("axis");
        int change = isLastSoftmax ? 0 : Array.Find(Changes.GetValueOrDefault(node.OperatorType, []), each => Between(each, source, target));
        return change == 0
            ? moved
            : throw new ModelException($"{name}: {node} of operator set {source} cannot be written for {target}; its form changed with {change}. Ask for an operator set {(target < source ? $"from {change} on" : $"before {change}")}.");
    }

    private static bool Between(int change, int source, int target) => change > Math.Min(source, target) && change <= Math.Max(source, target);

    private static OnnxNode WithInputs(OnnxNode node, Dictionary<string, Tensor> constants)
    {
        List<string> inputs = [node.Inputs[0]];
        foreach (string bound in (ReadOnlySpan<string>)["min", "max"])
        {
            if (node.Attributes.Values.ContainsKey(bound))
            {
                string constant = $"{node.Outputs[0]}_{bound}";
                while (constants.ContainsKey(constant))
                {
                    constant += "_";
                }

                constants[constant] = Tensor.From<float>(new Shape(), new[] { node.Attributes.Number(bound, 0) });
                inputs.Add(constant);
            }
            else
            {
                inputs.Add("");
            }
        }

        return node with { Inputs = inputs, Attributes = new OnnxAttributes([]) };
    }

    private static OnnxNode WithAttributes(OnnxNode node, Dictionary<string, Tensor> constants, string name)
    {
        List<KeyValuePair<string, object>> attributes = [];
        for (int index = 1; index < node.Inputs.Count; index++)
        {
            if (node.Inputs[index].Length > 0)
            {
                attributes.Add(constants.GetValueOrDefault(node.Inputs[index]) is Tensor<float> { Shape.Count: 1 } bound
                    ? new(index == 1 ? "min" : "max", bound.Span[0])
                    : throw new ModelException($"{name}: {node} cannot be written for operator set {node.OperatorSetVersion}, where its bounds must be constants."));
            }
        }

        return node with { Inputs = [node.Inputs[0]], Attributes = new OnnxAttributes(attributes) };
    }
}
