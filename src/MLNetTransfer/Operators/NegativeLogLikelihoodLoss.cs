using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// NegativeLogLikelihoodLoss: minus the logarithm of the probability of the label, from logarithms of probabilities (see <see cref="LabelLossOperator"/> for forms and
/// reductions). Operator sets 12 to 22; Float32.
/// </summary>
internal sealed class NegativeLogLikelihoodLoss : LabelLossOperator
{
    public NegativeLogLikelihoodLoss(OnnxNode node)
        : base(node)
    {
    }

    protected override double Normalizer(ReadOnlySpan<float> values, int start, int stride, int classes) => 0;
}
