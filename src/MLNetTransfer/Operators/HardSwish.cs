using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>HardSwish: x max(0, min(1, x / 6 + 1 / 2)). Operator sets 14 to 22; Float32.</summary>
internal sealed class HardSwish : UnaryOperator
{
    public HardSwish(OnnxNode node)
        : base(node)
    {
    }

    protected override GradientSource Source => GradientSource.Input;

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new HardSwishOperator(), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(default(Gradient), outputGradient, value, inputGradient, pool);

    private readonly struct Gradient : IBinaryOperator
    {
        public double Invoke(double left, double right) => right <= -3 ? 0 : right >= 3 ? left : left * ((right / 3) + 0.5);

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left * Vector.ConditionalSelect(
            Vector.LessThan(Vector.Abs(right), new Vector<float>(3)),
            (right * (1f / 3)) + new Vector<float>(0.5f),
            Vector.ConditionalSelect(Vector.GreaterThan(right, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero));
    }
}
