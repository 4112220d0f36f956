using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>HardSigmoid: max(0, min(1, <c>alpha</c> x + <c>beta</c>)). Operator sets 6 to 22; Float32.</summary>
internal sealed class HardSigmoid : UnaryOperator
{
    public HardSigmoid(OnnxNode node)
        : base(node, "alpha", "beta")
    {
        Alpha = node.Attributes.Number("alpha", 0.2f);
        Beta = node.Attributes.Number("beta", 0.5f);
    }

    public float Alpha { get; }

    public float Beta { get; }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        ElementwiseKernel.Unary(new HardSigmoidOperator(Alpha, Beta), input, output, pool);
}
