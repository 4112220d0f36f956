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
}
