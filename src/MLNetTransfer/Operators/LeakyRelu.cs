using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>LeakyRelu: x where x is at least 0, else <c>alpha</c> x. Operator sets 6 to 22; Float32.</summary>
internal sealed class LeakyRelu : UnaryOperator
{
    public LeakyRelu(OnnxNode node)
        : base(node, "alpha")
    {
        Alpha = node.Attributes.Number("alpha", 0.01f);
    }

    public float Alpha { get; }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new LeakyReluOperator(Alpha), input, output, pool);
}
