using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Sqrt: the square root. Operator sets 6 to 22; Float32.</summary>
internal sealed class Sqrt : UnaryOperator
{
    public Sqrt(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new SquareRootOperator(), input, output, pool);
}
