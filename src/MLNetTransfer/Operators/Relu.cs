using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Relu: max(0, x). Operator sets 6 to 22; Float32.</summary>
internal sealed class Relu : UnaryOperator
{
    public Relu(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new ReluOperator(), input, output, pool);
}
