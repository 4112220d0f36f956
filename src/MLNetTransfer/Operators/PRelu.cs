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

    private Shape SlopeShape(Shape input, Shape slope) => Node.OperatorSetVersion < 7 && slope.Rank == 1 && slope.Count != 1 && input.Rank > 2
        ? new Shape([slope[0], .. Enumerable.Repeat(1, input.Rank - 2)])
        : slope;

    private readonly struct Function : IBinaryOperator
    {
        public double Invoke(double left, double right) => left >= 0 ? left : left * right;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) =>
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(left, Vector<float>.Zero), left, left * right);
    }
}
