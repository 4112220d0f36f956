using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Unsqueeze: puts in dimensions of length 1 so that they are at <c>axes</c> of the result.
/// Operator sets 1 to 22: <c>axes</c> is an attribute before 13, else input 1, which must not depend on the input of the graph. All element types.
/// </summary>
internal sealed class Unsqueeze : ViewOperator
{
    private readonly IReadOnlyList<long>? _axes;

    public Unsqueeze(OnnxNode node)
        : base(node, node.OperatorSetVersion < 13 ? ["axes"] : [])
    {
        _axes = node.Attributes.Integers("axes");
        if (_axes is null && node.OperatorSetVersion < 13)
        {
            throw new OnnxException("Attribute 'axes' is missing.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        int count = _axes is null ? 2 : 1;
        Facts.CheckCount(inputs, count, count);
        TensorFact input = Facts.Required(inputs, 0, "data");
        IReadOnlyList<long> requested = _axes ?? Facts.Integers(Facts.Required(inputs, 1, "axes"), "axes");
        int rank = input.Shape.Rank + requested.Count;
        int[] axes = Facts.Axes(requested, rank);
        long[] dimensions = new long[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            dimensions[axis] = axes.Contains(axis) ? 1 : input.Shape[next++];
        }

        return [new TensorFact(input.ElementType, Facts.ShapeOf(dimensions))];
    }
}
