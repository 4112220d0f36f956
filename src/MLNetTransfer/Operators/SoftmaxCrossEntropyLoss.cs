using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// SoftmaxCrossEntropyLoss: minus the logarithm of the softmax over axis 1 at the label (see <see cref="LabelLossOperator"/> for forms and reductions), and optionally all
/// those logarithms. Operator sets 12 to 22; Float32.
/// </summary>
internal sealed class SoftmaxCrossEntropyLoss : LabelLossOperator
{
    public SoftmaxCrossEntropyLoss(OnnxNode node)
        : base(node)
    {
    }

    // log sum exp, with the largest taken off so that nothing overflows.
    protected override double Normalizer(ReadOnlySpan<float> values, int start, int stride, int classes)
    {
        double largest = double.NegativeInfinity;
        for (int index = 0; index < classes; index++)
        {
            largest = Math.Max(largest, values[start + (index * stride)]);
        }

        double sum = 0;
        for (int index = 0; index < classes; index++)
        {
            sum += Math.Exp(values[start + (index * stride)] - largest);
        }

        return largest + Math.Log(sum);
    }
}
