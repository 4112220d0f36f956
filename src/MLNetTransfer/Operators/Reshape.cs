using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Reshape: the same elements under the shape of input 1, where one -1 is what is left over and 0 is the dimension of the input (with <c>allowzero</c>:
/// none at all).
/// Operator sets 5 to 22. All element types. The shape must not depend on the input of the graph.
/// </summary>
internal sealed class Reshape : ViewOperator
{
    private readonly bool _allowZero;

    public Reshape(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 14 ? ["allowzero"] : [])
    {
        _allowZero = node.Attributes.Integer("allowzero", 0) != 0;
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact input = Facts.Required(inputs, 0, "data");
        long[] requested = Facts.Integers(Facts.Required(inputs, 1, "shape"), "shape");
        long[] dimensions = [.. requested];
        int open = -1;
        Int128 known = 1;
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            if (dimensions[axis] == -1 && open < 0)
            {
                open = axis;
                continue;
            }

            if (dimensions[axis] == 0 && !_allowZero)
            {
                dimensions[axis] = axis < input.Shape.Rank
                    ? input.Shape[axis]
                    : throw new OnnxException($"Shape {Facts.List(requested)} copies dimension {axis} of {input.Shape}, which has none.");
            }

            known *= dimensions[axis];
        }

        if (open >= 0)
        {
            if (known <= 0 || input.Shape.Count % known != 0)
            {
                throw Misfit(input.Shape, requested);
            }

            dimensions[open] = (long)(input.Shape.Count / known);
        }

        Shape shape = Facts.ShapeOf(dimensions);
        return shape.Count == input.Shape.Count ? [new TensorFact(input.ElementType, shape)] : throw Misfit(input.Shape, requested);
    }

    private static OnnxException Misfit(Shape input, long[] requested) =>
        new($"{input} with its {input.Count} elements cannot be given the shape {Facts.List(requested)}.");
}
