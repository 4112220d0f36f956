using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Measures a network on the values that validation pictures have at the freeze line: only the trained part runs.</summary>
/// <param name="source">The pictures as they are, in their order.</param>
/// <param name="partSize">Pictures that go through the network at once.</param>
internal sealed class CutValidator(IStepSource source, int partSize) : INetworkValidator
{
    /// <inheritdoc/>
    public ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<float[]?> probabilities = [];
        List<int> labels = [];
        for (int step = 0; step < source.StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (source.Take(0, step) is not StepBatch batch)
            {
                continue;
            }

            for (int first = 0; first < batch.Count; first += partSize)
            {
                StepBatch part = batch.Part(first, Math.Min(partSize, batch.Count - first));
                Tensor<float> logits = network.Executor.Forward(part.Inputs);
                for (int row = 0; row < part.Count; row++)
                {
                    float[] values = logits.Span.Slice(row * network.ClassCount, network.ClassCount).ToArray();
                    SoftmaxCrossEntropy.Softmax(1, values.Length, values);
                    probabilities.Add(values);
                    labels.Add(part.Labels.Span[row]);
                }
            }
        }

        return PictureValidator.Summarise(probabilities, labels);
    }
}
