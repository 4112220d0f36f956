using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>Sigmoid: 1 / (1 + exp(-x)). Operator sets 6 to 22; Float32.</summary>
internal sealed class Sigmoid : UnaryOperator
{
    public Sigmoid(OnnxNode node)
        : base(node)
    {
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new SigmoidOperator(), input, output, pool);
}
