using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Adam of the domain ai.onnx.preview.training, operator set 1; Float32, T Int64. <c>epsilon</c> is added to the uncorrected root, other than in PyTorch, and the
/// correction of the moments belongs to the rate: R sqrt(1 - beta^T) / (1 - alpha^T), or R at T = 0.
/// </summary>
internal sealed class Adam : OptimizerOperator
{
    private readonly float _alpha;
    private readonly float _beta;
    private readonly float _epsilon;
    private readonly float _decay;
    private readonly float _laterDecay;

    public Adam(OnnxNode node)
        : base(node, 2, "alpha", "beta", "epsilon", "norm_coefficient", "norm_coefficient_post")
    {
        _alpha = node.Attributes.Number("alpha", 0.9f);
        _beta = node.Attributes.Number("beta", 0.999f);
        _epsilon = node.Attributes.Number("epsilon", 1e-6f);
        _decay = node.Attributes.Number("norm_coefficient", 0);
        _laterDecay = node.Attributes.Number("norm_coefficient_post", 0);
    }

    protected override void Step(
        float rate, long steps, Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, WorkerPool pool)
    {
        double correction = steps > 0 ? Math.Sqrt(1 - Math.Pow(_beta, steps)) / (1 - Math.Pow(_alpha, steps)) : 1;
        float keep = 1 - _laterDecay;
        AdamConstants constants = new((float)(keep * rate * correction), keep, _decay, _alpha, 1 - _alpha, _beta, 1 - _beta, 1, _epsilon);
        OptimizerKernel.Adam(values, gradient, first, second, constants, pool);
    }
}
