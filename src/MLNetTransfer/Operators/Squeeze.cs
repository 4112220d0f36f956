using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Squeeze: leaves out dimensions of length 1, those of <c>axes</c> or all.
/// Operator sets 1 to 22: <c>axes</c> is an attribute before 13, else input 1, which must not depend on the input of the graph. All element types.
/// </summary>
internal sealed class Squeeze : ViewOperator
{
    private readonly IReadOnlyList<long>? _axes;

    public Squeeze(OnnxNode node)
        : base(node, node.OperatorSetVersion < 13 ? ["axes"] : [])
    {
        _axes = node.Attributes.Integers("axes");
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, Node.OperatorSetVersion < 13 ? 1 : 2);
        TensorFact input = Facts.Required(inputs, 0, "data");
        IReadOnlyList<long>? requested = _axes ?? Facts.Integers(inputs, 1, "axes");
        int[]? axes = requested is null ? null : Facts.Axes(requested, input.Shape.Rank);
        List<long> dimensions = [];
        for (int axis = 0; axis < input.Shape.Rank; axis++)
        {
            int dimension = input.Shape[axis];
            if (axes is null ? dimension != 1 : !axes.Contains(axis))
            {
                dimensions.Add(dimension);
            }
            else if (dimension != 1)
            {
                throw new OnnxException($"Dimension {axis} of {input.Shape} is {dimension}; only dimensions of length 1 can be squeezed.");
            }
        }

        return [new TensorFact(input.ElementType, Facts.ShapeOf(dimensions))];
    }
}
