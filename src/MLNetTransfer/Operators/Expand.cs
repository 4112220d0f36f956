using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Expand: the input broadcast to (and with) the shape in input 1, which must not depend on the input of the graph.
/// Operator sets 8 to 22; all element types.
/// </summary>
internal sealed class Expand : Operator
{
    public Expand(OnnxNode node)
        : base(node)
    {
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact input = Facts.Required(inputs, 0, "input");
        Shape shape = Facts.ShapeOf(Facts.Integers(Facts.Required(inputs, 1, "shape"), "shape"));
        return [new TensorFact(input.ElementType, Facts.Broadcast(input.Shape, shape))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(context));

    private readonly record struct Run(OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> input = Context.Input<T>(0);
            Tensor<T> output = Context.Output<T>(0);
            Span<int> strides = stackalloc int[output.Shape.Rank];
            Span<int> outputStrides = stackalloc int[output.Shape.Rank];
            Strides.FillBroadcast(input.Shape, input.Format, output.Shape, strides);
            Strides.Fill(output.Shape, output.Format, outputStrides);
            StridedCopy.Copy(output.Shape.Dimensions, input.Span, 0, strides, output.Span, 0, outputStrides);
        }
    }
}
