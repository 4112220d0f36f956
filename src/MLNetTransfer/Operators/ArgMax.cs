using System.Numerics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// ArgMax: where along <c>axis</c> the largest number is, as Int64; of equal ones the first, or with <c>select_last_index</c> the last.
/// Operator sets 1 to 22 (<c>select_last_index</c> since 12); all numeric types.
/// </summary>
internal sealed class ArgMax : Operator
{
    private readonly long _axis;
    private readonly bool _keepsDimensions;
    private readonly bool _selectsLast;

    public ArgMax(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 12 ? ["axis", "keepdims", "select_last_index"] : ["axis", "keepdims"])
    {
        _axis = node.Attributes.Integer("axis", 0);
        _keepsDimensions = node.Attributes.Integer("keepdims", 1) != 0;
        _selectsLast = node.Attributes.Integer("select_last_index", 0) != 0;
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        TensorFact input = Facts.Required(inputs, 0, "data");
        int axis = Facts.Axis(_axis, input.Shape.Rank);
        if (!ElementDispatch.IsNumber(input.ElementType) || input.Shape[axis] == 0)
        {
            throw new OnnxException($"Input data is {input.ElementType} {input.Shape}, expected numbers with at least one along axis {axis}.");
        }

        Shape shape = _keepsDimensions ? input.Shape.With(axis, 1) : new Shape([.. input.Shape.Dimensions[..axis], .. input.Shape.Dimensions[(axis + 1)..]]);
        return [new TensorFact(ElementType.Int64, shape)];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Number(context.Input(0).ElementType, new Run(this, context));

    private readonly record struct Run(ArgMax Operator, OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            Tensor<T> input = Context.Input<T>(0);
            Span<long> output = Context.Output<long>(0).Span;
            int axis = Facts.Axis(Operator._axis, input.Shape.Rank);
            int length = input.Shape[axis];
            int inner = 1;
            foreach (int dimension in input.Shape.Dimensions[(axis + 1)..])
            {
                inner *= dimension;
            }

            ReadOnlySpan<T> source = input.Span;
            for (int position = 0; position < output.Length; position++)
            {
                int start = (position / inner * length * inner) + (position % inner);
                int best = 0;
                for (int index = 1; index < length; index++)
                {
                    T value = source[start + (index * inner)];
                    T largest = source[start + (best * inner)];
                    if (value > largest || (Operator._selectsLast && value == largest))
                    {
                        best = index;
                    }
                }

                output[position] = best;
            }
        }
    }
}
