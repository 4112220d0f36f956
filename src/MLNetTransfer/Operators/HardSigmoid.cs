using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>HardSigmoid: max(0, min(1, <c>alpha</c> x + <c>beta</c>)). Operator sets 6 to 22; Float32.</summary>
internal sealed class HardSigmoid : UnaryOperator
{
    public HardSigmoid(OnnxNode node)
        : base(node, "alpha", "beta")
    {
        Alpha = node.Attributes.Number("alpha", 0.2f);
        Beta = node.Attributes.Number("beta", 0.5f);
    }

    public float Alpha { get; }

    public float Beta { get; }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new HardSigmoidOperator(Alpha, Beta), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(new Gradient(Alpha), outputGradient, value, inputGradient, pool);

    private readonly record struct Gradient(float Alpha) : IBinaryOperator
    {
        public double Invoke(double left, double right) => right > 0 && right < 1 ? left * Alpha : 0;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Vector.ConditionalSelect(
            Vector.GreaterThan(right, Vector<float>.Zero) & Vector.LessThan(right, Vector<float>.One),
            left * Alpha,
            Vector<float>.Zero);
    }
}
