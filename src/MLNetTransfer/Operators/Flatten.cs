using System.Globalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Flatten: a matrix of the dimensions before <c>axis</c> by those from it on.
/// Operator sets 1 to 22; a negative axis counts from the end. All element types.
/// </summary>
internal sealed class Flatten : ViewOperator
{
    private readonly long _axis;

    public Flatten(OnnxNode node)
        : base(node, "axis")
    {
        _axis = node.Attributes.Integer("axis", 1);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        TensorFact input = Facts.Required(inputs, 0, "input");
        int rank = input.Shape.Rank;
        long axis = _axis < 0 ? _axis + rank : _axis;
        if (axis < 0 || axis > rank)
        {
            throw new OnnxException($"Axis {_axis.ToString(CultureInfo.InvariantCulture)} is outside -{rank}..{rank}, the input is {input.Shape}.");
        }

        int rows = 1;
        foreach (int dimension in input.Shape.Dimensions[..(int)axis])
        {
            rows *= dimension;
        }

        int columns = 1;
        foreach (int dimension in input.Shape.Dimensions[(int)axis..])
        {
            columns *= dimension;
        }

        return [new TensorFact(input.ElementType, new Shape(rows, columns))];
    }
}
