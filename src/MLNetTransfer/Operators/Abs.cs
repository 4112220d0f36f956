using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Abs: the size of x without its sign. Operator sets 6 to 22; Float32.</summary>
internal sealed class Abs : UnaryOperator
{
    public Abs(OnnxNode node)
        : base(node)
    {
    }

    protected override GradientSource Source => GradientSource.Input;

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new AbsoluteOperator(), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(default(Gradient), outputGradient, value, inputGradient, pool);

    private readonly struct Gradient : IBinaryOperator
    {
        public double Invoke(double left, double right) => left * Math.Sign(right);

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Vector.ConditionalSelect(
            Vector.GreaterThan(right, Vector<float>.Zero),
            left,
            Vector.ConditionalSelect(Vector.LessThan(right, Vector<float>.Zero), -left, Vector<float>.Zero));
    }
}
