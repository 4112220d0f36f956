using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// A loss against labels: input [N, C, d1, ...], labels [N, d1, ...] of Int64 or Int32 and optional weights [C]. The loss of a position is
/// weight[label] (normalizer - input[label]), 0 where the label is <c>ignore_index</c>; <c>reduction</c> none gives all of them, sum their sum, mean (unless stated) the sum over the
/// sum of the weights of the positions that count. Sums are in double, in the order of memory.
/// </summary>
internal abstract class LabelLossOperator : Operator
{
    private readonly long? _ignored;
    private readonly string _reduction;

    protected LabelLossOperator(OnnxNode node)
        : base(node, "ignore_index", "reduction")
    {
        _ignored = node.Attributes.Contains("ignore_index") ? node.Attributes.Integer("ignore_index", 0) : null;
        _reduction = node.Attributes.Text("reduction", "mean");
        if (_reduction is not ("none" or "sum" or "mean"))
        {
            throw new OnnxException($"Attribute reduction is '{_reduction}', expected none, sum or mean.");
        }
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 3);
        Shape shape = Facts.Float(inputs, 0, "input").Shape;
        TensorFact labels = Facts.Required(inputs, 1, "target");
        if (shape.Rank < 2)
        {
            throw new OnnxException($"Input input has shape {shape}, expected two dimensions or more: pictures and classes first.");
        }

        if (labels.ElementType is not (ElementType.Int64 or ElementType.Int32))
        {
            throw new OnnxException($"Input target holds {labels.ElementType}, expected Int64 or Int32.");
        }

        Shape positions = new([shape[0], .. shape.Dimensions[2..]]);
        Facts.CheckShape(labels, positions, "target");
        if (Facts.Optional(inputs, 2) is { } weights)
        {
            Facts.CheckType(weights, ElementType.Float32, "weight");
            Facts.CheckShape(weights, new Shape(shape[1]), "weight");
        }

        TensorFact loss = new(ElementType.Float32, _reduction == "none" ? positions : default);
        return Node.Outputs.Count > 1 ? [loss, new TensorFact(ElementType.Float32, shape)] : [loss];
    }

    public sealed override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        ReadOnlySpan<float> values = input.Span;
        ReadOnlySpan<float> weights = context.OptionalInput(2) is Tensor<float> given ? given.Span : [];
        Span<float> logarithms = context.OptionalOutput(1) is Tensor<float> wanted ? wanted.Span : [];
        Span<float> output = context.Output<float>(0).Span;
        int classes = input.Shape[1];
        int inner = 1;
        foreach (int dimension in input.Shape.Dimensions[2..])
        {
            inner *= dimension;
        }

        double sum = 0;
        double weightSum = 0;
        for (int position = 0; position < input.Shape[0] * inner; position++)
        {
            int start = (position / inner * classes * inner) + (position % inner);
            double normalizer = Normalizer(values, start, inner, classes);
            for (int index = 0; index < classes && !logarithms.IsEmpty; index++)
            {
                logarithms[start + (index * inner)] = (float)(values[start + (index * inner)] - normalizer);
            }

            double loss = 0;
            long label = context.Input(1) is Tensor<long> wide ? wide.Span[position] : context.Input<int>(1).Span[position];
            if (label != _ignored)
            {
                CheckLabel(label, classes);
                double weight = weights.IsEmpty ? 1 : weights[(int)label];
                loss = weight * (normalizer - values[start + ((int)label * inner)]);
                weightSum += weight;
            }

            sum += loss;
            if (_reduction == "none")
            {
                output[position] = (float)loss;
            }
        }

        if (_reduction != "none")
        {
            output[0] = (float)(_reduction == "sum" ? sum : sum / weightSum);
        }
    }

    /// <summary>What is taken off each value of a position to get its logarithm of a probability.</summary>
    /// <param name="values">The input.</param>
    /// <param name="start">Where the first class of the position is.</param>
    /// <param name="stride">How far classes lie apart.</param>
    /// <param name="classes">Number of classes.</param>
    protected abstract double Normalizer(ReadOnlySpan<float> values, int start, int stride, int classes);

    private static void CheckLabel(long label, int classes)
    {
        if (label < 0 || label >= classes)
        {
            throw new OnnxException(FormattableString.Invariant($"A label is {label}, expected 0 to {classes - 1}."));
        }
    }
}
