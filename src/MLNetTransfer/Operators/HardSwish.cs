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

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new HardSwishOperator(), input, output, pool);
}
