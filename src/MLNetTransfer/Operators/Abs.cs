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

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new AbsoluteOperator(), input, output, pool);
}
