using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Shape: the dimensions of the input as Int64, since operator set 15 only those from <c>start</c> to before <c>end</c> (negative from the end, moved inside).
/// Operator sets 1 to 22; all element types. The result is known before anything runs.
/// </summary>
internal sealed class ShapeOf : Operator
{
    private readonly long _start;
    private readonly long _end;

    public ShapeOf(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 15 ? ["start", "end"] : [])
    {
        _start = node.Attributes.Integer("start", 0);
        _end = node.Attributes.Integer("end", long.MaxValue);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        Shape shape = Facts.Required(inputs, 0, "data").Shape;
        int start = Inside(_start, shape.Rank);
        int end = Math.Max(start, Inside(_end, shape.Rank));
        return [TensorFact.Of(Tensor.FromValues(Array.ConvertAll(shape.Dimensions[start..end].ToArray(), dimension => (long)dimension)))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        ReadOnlySpan<int> dimensions = context.Input(0).Shape.Dimensions;
        Span<long> output = context.Output<long>(0).Span;
        int start = Inside(_start, dimensions.Length);
        for (int index = 0; index < output.Length; index++)
        {
            output[index] = dimensions[start + index];
        }
    }

    private static int Inside(long position, int rank) => (int)Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
