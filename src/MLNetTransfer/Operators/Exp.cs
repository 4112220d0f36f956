using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Exp: e to the power of x. Operator sets 6 to 22; Float32.</summary>
internal sealed class Exp : UnaryOperator
{
    public Exp(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new ExponentialOperator(), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(default(Gradient), outputGradient, value, inputGradient, pool);

    private readonly struct Gradient : IBinaryOperator
    {
        public double Invoke(double left, double right) => left * right;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left * right;
    }
}
