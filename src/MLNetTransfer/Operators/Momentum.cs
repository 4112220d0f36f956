using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Momentum of the domain ai.onnx.preview.training, operator set 1; Float32, T Int64. The velocity keeps <c>alpha</c> of itself and takes <c>beta</c> of the gradient, all of it at
/// T = 0; <c>mode</c> is standard or nesterov.
/// </summary>
internal sealed class Momentum : OptimizerOperator
{
    private readonly float _alpha;
    private readonly float _beta;
    private readonly float _decay;
    private readonly bool _isNesterov;

    public Momentum(OnnxNode node)
        : base(node, 1, "alpha", "beta", "mode", "norm_coefficient")
    {
        foreach (string required in new[] { "alpha", "beta", "mode", "norm_coefficient" })
        {
            if (!node.Attributes.Contains(required))
            {
                throw new OnnxException($"Attribute {required} is left out, but it is required.");
            }
        }

        _alpha = node.Attributes.Number("alpha", 0);
        _beta = node.Attributes.Number("beta", 0);
        _decay = node.Attributes.Number("norm_coefficient", 0);
        string mode = node.Attributes.Text("mode", string.Empty);
        _isNesterov = mode switch
        {
            "nesterov" => true,
            "standard" => false,
            _ => throw new OnnxException($"Attribute mode is '{mode}', expected standard or nesterov."),
        };
    }

    protected override void Step(
        float rate, long steps, Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, WorkerPool pool) =>
        OptimizerKernel.Momentum(values, gradient, first, new MomentumConstants(rate, _decay, _alpha, steps > 0 ? _beta : 1, _isNesterov), pool);
}
