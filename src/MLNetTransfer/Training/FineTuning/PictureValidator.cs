using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Measures a network on picture files: folded and fused, as it will be used.</summary>
public sealed class PictureValidator(IReadOnlyList<ImageItem> items, Preprocessing preprocessing, int threads) : INetworkValidator
{
    /// <inheritdoc/>
    public ValidationResult Validate(TrainableNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        TrainedHead head = network.ToHead();
        Consumer consumer = new(items, head);
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(network.ToFeatures()), preprocessing, threads);
        pipeline.Run([.. items.Select(item => item.Path)], consumer, null, cancellationToken);
        return consumer.ToResult();
    }

    private sealed class Consumer(IReadOnlyList<ImageItem> items, TrainedHead head) : IPictureConsumer
    {
        private readonly double[] _losses = new double[items.Count];
        private readonly bool[] _isCorrect = new bool[items.Count];
        private readonly bool[] _isUsed = new bool[items.Count];

        public bool Wants(int index, ReadOnlySpan<byte> content) => true;

        public void Accept(int index, ReadOnlySpan<float> output)
        {
            float[] probabilities = head.Predict(output);
            int label = items[index].ClassIndex;
            _losses[index] = -Math.Log(Math.Max(probabilities[label], 1e-30));
            _isCorrect[index] = Array.IndexOf(probabilities, probabilities.Max()) == label;
            _isUsed[index] = true;
        }

        public void Reject(int index, string reason)
        {
            // A picture that cannot be read was listed when the features were computed.
        }

        // Summed in the order of the list, so that the number of threads changes nothing.
        public ValidationResult ToResult()
        {
            int count = 0;
            int correct = 0;
            double sum = 0;
            for (int index = 0; index < items.Count; index++)
            {
                count += _isUsed[index] ? 1 : 0;
                correct += _isCorrect[index] ? 1 : 0;
                sum += _losses[index];
            }

            return count == 0 ? default : new ValidationResult(sum / count, (double)correct / count, count);
        }
    }
}
