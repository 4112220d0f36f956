using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Split: the input cut along <c>axis</c> into as many pieces as there are outputs, of the lengths in <c>split</c> or of equal length.
/// Operator sets 2 to 22: <c>split</c> is an attribute before 13, else input 1, which must not depend on the input of the graph; since 18
/// <c>num_outputs</c> allows a shorter last piece. All element types.
/// </summary>
internal sealed class Split : Operator
{
    private readonly long _axis;
    private readonly IReadOnlyList<long>? _lengths;

    public Split(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 18 ? ["axis", "num_outputs"] : node.OperatorSetVersion >= 13 ? ["axis"] : ["axis", "split"])
    {
        _axis = node.Attributes.Integer("axis", 0);
        _lengths = node.Attributes.Integers("split");
        long count = node.Attributes.Integer("num_outputs", node.Outputs.Count);
        if (count != node.Outputs.Count)
        {
            throw new OnnxException($"num_outputs is {count}, the node has {node.Outputs.Count} outputs.");
        }

        if (node.Outputs.Any(string.IsNullOrEmpty))
        {
            throw new OnnxException("An output is left out, but every piece must have a name.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, Node.OperatorSetVersion < 13 ? 1 : 2);
        TensorFact input = Facts.Required(inputs, 0, "input");
        int axis = Facts.Axis(_axis, input.Shape.Rank);
        int total = input.Shape[axis];
        IReadOnlyList<long> lengths = _lengths ?? Facts.Integers(inputs, 1, "split") ?? EqualLengths(total, input.Shape);
        if (lengths.Count != Node.Outputs.Count || lengths.Any(length => length < 0) || lengths.Sum() != total)
        {
            throw new OnnxException($"split {Facts.List(lengths)} does not divide dimension {axis} of {input.Shape} among {Node.Outputs.Count} outputs.");
        }

        return [.. lengths.Select(length => new TensorFact(input.ElementType, input.Shape.With(axis, (int)length)))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(this, context));

    public override bool HasGradient(int input) => input == 0;

    public override void Backward(BackwardContext context)
    {
        Tensor<float> target = context.InputGradient(0);
        int rank = target.Shape.Rank;
        int axis = Facts.Axis(_axis, rank);
        Span<int> strides = stackalloc int[rank];
        Span<int> targetStrides = stackalloc int[rank];
        Strides.Fill(target.Shape, target.Format, targetStrides);
        int start = 0;
        for (int index = 0; index < context.Forward.OutputCount; index++)
        {
            Shape shape = context.Forward.Output(index).Shape;
            if (context.OptionalOutputGradient(index) is { } gradient)
            {
                Strides.Fill(shape, gradient.Format, strides);
                StridedCopy.Copy(shape.Dimensions, gradient.Span, 0, strides, target.Span, start * targetStrides[axis], targetStrides);
            }
            else
            {
                strides.Clear();
                StridedCopy.Copy<float>(shape.Dimensions, [0], 0, strides, target.Span, start * targetStrides[axis], targetStrides);
            }

            start += shape[axis];
        }
    }

    private long[] EqualLengths(int total, Shape shape)
    {
        int count = Node.Outputs.Count;
        if (Node.OperatorSetVersion < 18 && total % count != 0)
        {
            throw new OnnxException($"{shape} cannot be cut into {count} equal pieces along axis {_axis}.");
        }

        long[] lengths = new long[count];
        int piece = (total + count - 1) / count;
        for (int index = 0; index < count; index++)
        {
            lengths[index] = Math.Clamp(total - (index * piece), 0, piece);
        }

        return lengths;
    }

    private readonly record struct Run(Split Operator, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> input = Context.Input<T>(0);
            int rank = input.Shape.Rank;
            int axis = Facts.Axis(Operator._axis, rank);
            Span<int> strides = stackalloc int[rank];
            Span<int> outputStrides = stackalloc int[rank];
            Strides.Fill(input.Shape, input.Format, strides);
            int start = 0;
            for (int index = 0; index < Context.OutputCount; index++)
            {
                Tensor<T> output = Context.Output<T>(index);
                Strides.Fill(output.Shape, output.Format, outputStrides);
                StridedCopy.Copy(output.Shape.Dimensions, input.Span, start * strides[axis], strides, output.Span, 0, outputStrides);
                start += output.Shape[axis];
            }
        }
    }
}
