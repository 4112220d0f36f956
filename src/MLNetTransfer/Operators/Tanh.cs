using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Tanh: the hyperbolic tangent. Operator sets 6 to 22; Float32.</summary>
internal sealed class Tanh : UnaryOperator
{
    public Tanh(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new TanhOperator(), input, output, pool);

    protected override void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        ElementwiseKernel.Binary(default(Gradient), outputGradient, value, inputGradient, pool);

    private readonly struct Gradient : IBinaryOperator
    {
        public double Invoke(double left, double right) => left * (1 - (right * right));

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left * (Vector<float>.One - (right * right));
    }
}
