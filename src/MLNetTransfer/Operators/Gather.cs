using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Gather: the slices of the input along <c>axis</c> that the indices name; a negative index counts from the end.
/// Operator sets 1 to 22; all element types; indices Int64 or Int32.
/// </summary>
internal sealed class Gather : Operator
{
    private readonly long _axis;

    public Gather(OnnxNode node)
        : base(node, "axis")
    {
        _axis = node.Attributes.Integer("axis", 0);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact data = Facts.Required(inputs, 0, "data");
        TensorFact indices = Facts.Required(inputs, 1, "indices");
        if (indices.ElementType is not (ElementType.Int64 or ElementType.Int32))
        {
            throw new OnnxException($"Input indices holds {indices.ElementType}, expected Int64 or Int32.");
        }

        int axis = Facts.Axis(_axis, data.Shape.Rank);
        ReadOnlySpan<int> dimensions = data.Shape.Dimensions;
        long[] shape = Array.ConvertAll<int, long>([.. dimensions[..axis], .. indices.Shape.Dimensions, .. dimensions[(axis + 1)..]], dimension => dimension);
        return [new TensorFact(data.ElementType, Facts.ShapeOf(shape))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(_axis, context));

    public override bool HasGradient(int input) => input == 0;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(1);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> target = context.InputGradient(0);
        BroadcastGradient.Begin(context, 0);
        Tensor indices = context.Forward.Input(1);
        int axis = Facts.Axis(_axis, target.Shape.Rank);
        int length = target.Shape[axis];
        int inner = new Shape(target.Shape.Dimensions[(axis + 1)..]).Count;
        int outer = new Shape(target.Shape.Dimensions[..axis]).Count;
        ReadOnlySpan<float> gradient = context.OutputGradient(0).Span;
        int position = 0;
        for (int block = 0; block < outer; block++)
        {
            for (int index = 0; index < indices.Shape.Count; index++)
            {
                Span<float> row = target.Span.Slice(((block * length) + RowOf(indices, index, axis, target.Shape)) * inner, inner);
                ElementwiseKernel.Binary(default(AddOperator), row, gradient.Slice(position, inner), row, context.Pool);
                position += inner;
            }
        }
    }

    private static int RowOf(Tensor indices, int index, int axis, Shape data)
    {
        long wanted = indices is Tensor<long> wide ? wide.Span[index] : ((Tensor<int>)indices).Span[index];
        long row = wanted < 0 ? wanted + data[axis] : wanted;
        return row >= 0 && row < data[axis] ? (int)row : throw new OnnxException($"Index {wanted} is outside dimension {axis} of {data}.");
    }

    private readonly record struct Run(long Axis, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> data = Context.Input<T>(0);
            int axis = Facts.Axis(Axis, data.Shape.Rank);
            int length = data.Shape[axis];
            int inner = 1;
            foreach (int dimension in data.Shape.Dimensions[(axis + 1)..])
            {
                inner *= dimension;
            }

            int outer = 1;
            foreach (int dimension in data.Shape.Dimensions[..axis])
            {
                outer *= dimension;
            }

            Tensor indices = Context.Input(1);
            Span<T> target = Context.Output<T>(0).Span;
            int position = 0;
            for (int block = 0; block < outer; block++)
            {
                for (int index = 0; index < indices.Shape.Count; index++)
                {
                    data.Span.Slice(((block * length) + RowOf(indices, index, axis, data.Shape)) * inner, inner).CopyTo(target[position..]);
                    position += inner;
                }
            }
        }
    }
}
