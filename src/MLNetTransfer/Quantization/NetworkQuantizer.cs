using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Quantization;

/// <summary>
/// Writes a network in the QDQ form: QuantizeLinear and DequantizeLinear around every value that is to have 8 bits, which runtimes fuse with the operator between them into one of
/// integers. Values are UInt8 with a zero point; weights have one scale for each output channel (<see cref="WeightSteps"/>); biases are Int32 with the product of both scales (B. Jacob and others, "Quantization and
/// training of neural networks for efficient integer-arithmetic-only inference", CVPR 2018).
/// </summary>
internal static class NetworkQuantizer
{
    /// <summary>The first operator set with one scale for each channel.</summary>
    public const int FirstOperatorSet = 13;

    private static readonly string[] Keepers = ["AveragePool", "Concat", "GlobalAveragePool", "MaxPool"];

    /// <summary>The values that get 8 bits: what convolutions, matrix products, additions of two branches, pooling and Concat read.</summary>
    public static IReadOnlyList<string> FindValues(OnnxModel model)
    {
        List<string> values = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            foreach (string value in QuantizedInputs(model, node).Where(seen.Add))
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <param name="model">Operator set 13 or later.</param>
    /// <param name="ranges">The ranges of <see cref="FindValues"/>.</param>
    /// <param name="signed">Whether weights are Int8 of 7 bits, which is faster, and not UInt8 of 8 bits, which is more exact.</param>
    public static OnnxModel Apply(OnnxModel model, IReadOnlyDictionary<string, ValueRange> ranges, bool signed = false)
    {
        Draft draft = new(model, signed);
        foreach (OnnxValueInfo input in model.Graph.Inputs)
        {
            draft.Quantize(input.Name, ranges);
        }

        foreach (OnnxNode node in model.Graph.Nodes)
        {
            string[] inputs = [.. node.Inputs];
            HashSet<string> quantized = [.. QuantizedInputs(model, node)];
            for (int index = 0; index < inputs.Length; index++)
            {
                inputs[index] = quantized.Contains(inputs[index]) ? draft.Dequantized(inputs[index]) : inputs[index];
            }

            if (WeightAxis(model, node) is int axis)
            {
                Tensor<float>? bias = inputs.Length > 2 && model.Graph.Initializers.GetValueOrDefault(inputs[2]) is Tensor<float> { Shape.Rank: 1 } found ? found : null;
                float inputScale = ranges[node.Inputs[0]].Scale;
                float[] scales = draft.QuantizeWeights(node.Inputs[1], axis, bias, inputScale);
                inputs[1] = draft.Dequantized(node.Inputs[1]);
                if (bias is not null && bias.Shape.Count == scales.Length)
                {
                    inputs[2] = draft.QuantizeBias(node.Inputs[2], bias, inputScale, scales);
                }
            }

            draft.Nodes.Add(node with { Inputs = inputs });
            foreach (string output in node.Outputs)
            {
                draft.Quantize(output, ranges);
            }
        }

        HashSet<string> read = [.. draft.Nodes.SelectMany(node => node.Inputs)];
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = draft.Nodes,
                Initializers = draft.Constants.Where(constant => read.Contains(constant.Key)).ToDictionary(constant => constant.Key, constant => constant.Value, StringComparer.Ordinal),
            },
        };
    }

    private static IEnumerable<string> QuantizedInputs(OnnxModel model, OnnxNode node)
    {
        if (WeightAxis(model, node) is not null)
        {
            return [node.Inputs[0]];
        }

        bool reads = Keepers.Contains(node.OperatorType) || (node.OperatorType == "Add" && node.Inputs.Count == 2);
        return reads && !node.Inputs.Any(model.Graph.Initializers.ContainsKey) ? node.Inputs : [];
    }

    // The axis of the output channels of the weights; null where a node is no product of a value with weights.
    private static int? WeightAxis(OnnxModel model, OnnxNode node)
    {
        if (node.Inputs.Count < 2 || model.Graph.Initializers.ContainsKey(node.Inputs[0]) || model.Graph.Initializers.GetValueOrDefault(node.Inputs[1]) is not Tensor<float> weights)
        {
            return null;
        }

        return node.OperatorType switch
        {
            "Conv" => 0,
            "Gemm" when weights.Shape.Rank == 2 && node.Attributes.Integer("transA", 0) == 0 && node.Attributes.Number("alpha", 1) == 1 && node.Attributes.Number("beta", 1) == 1 =>
                node.Attributes.Integer("transB", 0) == 0 ? 1 : 0,
            "MatMul" when weights.Shape.Rank == 2 => 1,
            _ => null,
        };
    }

    private sealed class Draft(OnnxModel model, bool signed)
    {
        private readonly HashSet<string> _names =
            [.. model.Graph.Initializers.Keys, .. model.Graph.Inputs.Select(input => input.Name), .. model.Graph.Nodes.SelectMany(node => node.Outputs.Append(node.Name))];

        private readonly Dictionary<string, string> _dequantized = new(StringComparer.Ordinal);
        private readonly Dictionary<string, float[]> _weightScales = new(StringComparer.Ordinal);
        private readonly int _operatorSet = model.OperatorSets[""];

        public List<OnnxNode> Nodes { get; } = [];

        public Dictionary<string, Tensor> Constants { get; } = new(model.Graph.Initializers, StringComparer.Ordinal);

        public string Dequantized(string value) => _dequantized[value];

        public void Quantize(string value, IReadOnlyDictionary<string, ValueRange> ranges)
        {
            if (!ranges.TryGetValue(value, out ValueRange range))
            {
                return;
            }

            string scale = Add($"{value}_scale", Tensor.From<float>(new Shape(), new[] { range.Scale }));
            string zero = Add($"{value}_zero_point", Tensor.From<byte>(new Shape(), new[] { range.ZeroPoint }));
            string quantized = Add("QuantizeLinear", $"{value}_quantized", [value, scale, zero]);
            _dequantized[value] = Add("DequantizeLinear", $"{value}_dequantized", [quantized, scale, zero]);
        }

        public float[] QuantizeWeights(string name, int axis, Tensor<float>? bias, float inputScale)
        {
            if (_weightScales.TryGetValue(name, out float[]? known))
            {
                return known;
            }

            Tensor<float> weights = (Tensor<float>)Constants[name];
            int channels = weights.Shape[axis];
            int inner = 1;
            foreach (int dimension in weights.Shape.Dimensions[(axis + 1)..])
            {
                inner *= dimension;
            }

            ReadOnlySpan<float> reals = weights.Span;
            float[] scales = WeightSteps.Scales(reals, channels, inner, signed);
            if (bias is not null && bias.Shape.Count == channels)
            {
                WeightSteps.RaiseForBias(scales, bias.Span, inputScale);
            }

            Tensor steps = signed
                ? Tensor.From<sbyte>(weights.Shape, WeightSteps.RoundSigned(reals, scales, inner))
                : Tensor.From<byte>(weights.Shape, WeightSteps.RoundUnsigned(reals, scales, inner));
            string quantized = Add($"{name}_quantized", steps);
            string scale = Add($"{name}_scale", Tensor.From<float>(new Shape(channels), scales));
            string zero = Add(
                $"{name}_zero_point",
                signed ? Tensor.From<sbyte>(new Shape(channels), new sbyte[channels]) : Tensor.From<byte>(new Shape(channels), Enumerable.Repeat(WeightSteps.Zero, channels).ToArray()));
            _dequantized[name] = Add("DequantizeLinear", $"{name}_dequantized", [quantized, scale, zero], new KeyValuePair<string, object>("axis", (long)axis));
            return _weightScales[name] = scales;
        }

        public string QuantizeBias(string name, Tensor<float> bias, float inputScale, float[] weightScales)
        {
            int[] steps = new int[weightScales.Length];
            float[] scales = new float[steps.Length];
            for (int index = 0; index < steps.Length; index++)
            {
                scales[index] = inputScale * weightScales[index];
                steps[index] = (int)Math.Clamp(Math.Round((double)bias.Span[index] / scales[index]), int.MinValue, int.MaxValue);
            }

            string quantized = Add($"{name}_quantized", Tensor.From<int>(new Shape(steps.Length), steps));
            string scale = Add($"{name}_scale", Tensor.From<float>(new Shape(steps.Length), scales));
            string zero = Add($"{name}_zero_point", Tensor.From<int>(new Shape(steps.Length), new int[steps.Length]));
            return Add("DequantizeLinear", $"{name}_dequantized", [quantized, scale, zero], new KeyValuePair<string, object>("axis", 0L));
        }

        private string Add(string name, Tensor constant)
        {
            string fresh = Fresh(name);
            Constants[fresh] = constant;
            return fresh;
        }

        private string Add(string type, string name, IReadOnlyList<string> inputs, params KeyValuePair<string, object>[] attributes)
        {
            string fresh = Fresh(name);
            Nodes.Add(new OnnxNode(fresh, type, "", _operatorSet, inputs, [fresh], new OnnxAttributes(attributes)));
            return fresh;
        }

        private string Fresh(string name)
        {
            string fresh = name;
            for (int number = 2; !_names.Add(fresh); number++)
            {
                fresh = $"{name}_{number}";
            }

            return fresh;
        }
    }
}
