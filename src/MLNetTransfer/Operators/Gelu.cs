using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Gelu: x (1 + erf(x / sqrt(2))) / 2, or with <c>approximate</c> = tanh the formula x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.
/// Operator sets 20 to 22; Float32.
/// </summary>
internal sealed class Gelu : UnaryOperator
{
    private readonly bool _isApproximate;

    public Gelu(OnnxNode node)
        : base(node, "approximate")
    {
        _isApproximate = node.Attributes.Text("approximate", "none") switch
        {
            "none" => false,
            "tanh" => true,
            string other => throw new OnnxException($"Attribute 'approximate' is '{other}', expected 'none' or 'tanh'."),
        };
    }

    protected override void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        if (_isApproximate)
        {
            ElementwiseKernel.Unary(new GeluTanhOperator(), input, output, pool);
        }
        else
        {
            ElementwiseKernel.Unary(new GeluOperator(), input, output, pool);
        }
    }
}
