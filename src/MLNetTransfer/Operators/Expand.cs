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

    public override bool HasGradient(int input) => input == 0;

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => Infer(inputs)[0].Shape == inputs[0]!.Shape;

    public override bool AddsPrior(int input) => true;

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        BroadcastGradient.WorkspaceLength(Infer(inputs)[0].Shape, inputs[0]!.Shape);

    public override void Backward(BackwardContext context)
    {
        Operand<float> gradient = new(context.OutputGradient(0));
        Operand<float> target = new(context.InputGradient(0));
        BroadcastGradient.Apply(default(SameGradient), gradient.Shape, gradient, null, null, target, context.Prior(0), context.Workspace, context.Pool);
    }

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
