using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Log: the natural logarithm. Operator sets 6 to 22; Float32.</summary>
internal sealed class Log : UnaryOperator
{
    public Log(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new LogarithmOperator(), input, output, pool);
}
