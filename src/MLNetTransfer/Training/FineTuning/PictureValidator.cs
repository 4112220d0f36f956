using MLNetTransfer.Datasets;
using MLNetTransfer.Inference;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Measures a network on picture files: folded and fused, as it will be used.</summary>
public sealed class PictureValidator(IReadOnlyList<ImageItem> items, Preprocessing preprocessing, int threads) : INetworkValidator
{
    private const double LeastProbability = 1e-30;

    /// <inheritdoc/>
    public ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        TrainedHead head = network.ToHead();
        float[]?[] probabilities = PicturePredictions.Compute(network.ToFeatures(), items, preprocessing, threads, head.Predict, null, cancellationToken);
        return Summarise(probabilities, [.. items.Select(item => item.ClassIndex)]);
    }

    /// <summary>Loss and accuracy of probabilities, summed in their order so that the number of threads changes nothing.</summary>
    internal static ValidationResult Summarise(IReadOnlyList<float[]?> probabilities, IReadOnlyList<int> labels)
    {
        int count = 0;
        int correct = 0;
        double sum = 0;
        for (int index = 0; index < labels.Count; index++)
        {
            if (probabilities[index] is float[] row)
            {
                count++;
                correct += Array.IndexOf(row, row.Max()) == labels[index] ? 1 : 0;
                sum -= Math.Log(Math.Max(row[labels[index]], LeastProbability));
            }
        }

        return count == 0 ? default : new ValidationResult(sum / count, (double)correct / count, count);
    }
}
