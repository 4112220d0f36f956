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
}
