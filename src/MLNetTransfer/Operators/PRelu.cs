using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// PRelu: x where x is at least 0, else slope x, with the slope (input 1) broadcast to x; before operator set 7 a slope of one dimension is one number a
/// channel.
/// Operator sets 6 to 22; Float32.
/// </summary>
internal sealed class PRelu : Operator
{
    public PRelu(OnnxNode node)
        : base(node)
    {
    }

    public override bool CanRunInPlace => true;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact input = Facts.Float(inputs, 0, "X");
        Shape slope = SlopeShape(input.Shape, Facts.Float(inputs, 1, "slope").Shape);
        if (Facts.Broadcast(input.Shape, slope) != input.Shape)
        {
            throw new OnnxException($"A slope of shape {slope} cannot be broadcast to {input.Shape}.");
        }

        return [new TensorFact(ElementType.Float32, input.Shape)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Tensor<float> slope = context.Input<float>(1);
        Broadcasting.Apply(default(Function), new Operand<float>(input), new Operand<float>(slope, SlopeShape(input.Shape, slope.Shape)), context.Output<float>(0), context.Pool);
    }

    public override bool HasGradient(int input) => true;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(wanted[0] ? [0, 1] : [0]);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        wanted[1] ? BroadcastGradient.WorkspaceLength(inputs[0]!.Shape, inputs[1]!.Shape) : 0;

    public override void Backward(BackwardContext context)
    {
        Operand<float> gradient = new(context.OutputGradient(0));
        Operand<float> input = new(context.Forward.Input<float>(0));
        Tensor<float> slopes = context.Forward.Input<float>(1);
        Operand<float> slope = new(slopes, SlopeShape(input.Shape, slopes.Shape));
        if (context.OptionalInputGradient(1) is { } slopeGradient)
        {
            Operand<float> target = new(slopeGradient, slope.Shape);
            BroadcastGradient.Apply(default(SlopeGradient), gradient.Shape, gradient, input, slope, target, context.Prior(1), context.Workspace, context.Pool);
        }

        if (context.OptionalInputGradient(0) is { } inputGradient)
        {
            BroadcastGradient.Apply(default(InputGradient), gradient.Shape, gradient, input, slope, new(inputGradient), context.Prior(0), context.Workspace, context.Pool);
        }
    }

    private Shape SlopeShape(Shape input, Shape slope) => Node.OperatorSetVersion < 7 && slope.Rank == 1 && slope.Count != 1 && input.Rank > 2
        ? new Shape([slope[0], .. Enumerable.Repeat(1, input.Rank - 2)])
        : slope;

    private readonly struct Function : IBinaryOperator
    {
        public double Invoke(double left, double right) => left >= 0 ? left : left * right;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) =>
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(left, Vector<float>.Zero), left, left * right);
    }

    private readonly struct InputGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) =>
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(first, Vector<float>.Zero), gradient, gradient * second);
    }

    private readonly struct SlopeGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => false;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) =>
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(first, Vector<float>.Zero), Vector<float>.Zero, gradient * first);
    }
}
