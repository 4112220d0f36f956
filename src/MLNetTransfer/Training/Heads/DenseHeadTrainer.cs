using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.Optimizers;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Heads;

/// <summary>
/// A hidden ReLU layer with dropout before the softmax, trained on standardised features by <see cref="AdamWOptimizer"/> in mini-batches. The epoch with the lowest
/// validation loss is kept, or the last one where there are no validation pictures. Training loss and accuracy of the history are those met during the epoch,
/// with dropout.
/// </summary>
public sealed class DenseHeadTrainer : HeadTrainer
{
    private readonly DenseHeadOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DenseHeadTrainer(DenseHeadOptions? options = null)
    {
        _options = options ?? new DenseHeadOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override HeadTrainingResult TrainCore(
        LabelledFeatures training,
        LabelledFeatures? validation,
        WorkerPool pool,
        Action<HeadTrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        FeatureStandardisation standardisation = FeatureStandardisation.Measure(training.Features, cancellationToken);
        StandardisedFeatures features = new(training.Features, standardisation, _options.MemoryLimit);
        int batchSize = Math.Min(_options.BatchSize, training.Features.RowCount);
        DenseNetwork network = new(training.Features.FeatureLength, _options.HiddenUnits, training.ClassCount, batchSize, pool);
        network.Initialise(DeterministicRandom.For(_options.Seed, "head/weights"));
        AdamWOptimizer optimizer = new(ParameterSettings.Of(network.Groups(), new ParameterRules { WeightDecay = _options.WeightDecay }), pool: pool);
        float[] rowWeights = RowWeights(training);
        List<HeadTrainingRow> history = [];
        float[]? bestParameters = null;
        int bestEpoch = 0;
        double bestLoss = double.PositiveInfinity;
        HeadTrainingStop stop = HeadTrainingStop.MaximumReached;
        for (int epoch = 1; epoch <= _options.MaximumEpochs; epoch++)
        {
            HeadTrainingRow row = RunEpoch(epoch, features, training.Labels, rowWeights, network, optimizer, cancellationToken);
            if (validation is not null)
            {
                (double loss, double accuracy) = Evaluate(network.ToHead(standardisation), validation, pool, cancellationToken);
                row = row with { ValidationLoss = loss, ValidationAccuracy = accuracy };
                if (bestParameters is null || loss < bestLoss)
                {
                    bestParameters = [.. network.Parameters];
                    bestLoss = loss;
                    bestEpoch = epoch;
                }
            }

            history.Add(row);
            progress(new HeadTrainingProgress(_options.MaximumEpochs, row));
            if (bestParameters is not null && epoch - bestEpoch >= _options.Patience)
            {
                stop = HeadTrainingStop.EarlyStopping;
                break;
            }
        }

        bestParameters?.CopyTo(network.Parameters, 0);
        return new HeadTrainingResult
        {
            Head = network.ToHead(standardisation),
            History = history,
            BestEpoch = bestParameters is null ? history.Count : bestEpoch,
            Stop = stop,
            WeightDecay = _options.WeightDecay,
        };
    }

    private HeadTrainingRow RunEpoch(
        int epoch,
        StandardisedFeatures features,
        IReadOnlyList<int> labels,
        float[] rowWeights,
        DenseNetwork network,
        AdamWOptimizer optimizer,
        CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, features.RowCount)];
        DeterministicRandom.For(_options.Seed, "head/order", (ulong)epoch).Shuffle<int>(order);
        DeterministicRandom dropout = DeterministicRandom.For(_options.Seed, "head/dropout", (ulong)epoch);
        int batchSize = Math.Min(_options.BatchSize, order.Length);
        float[] batch = new float[batchSize * features.FeatureLength];
        int[] batchLabels = new int[batchSize];
        float[] batchWeights = new float[batchSize];
        double loss = 0;
        double weight = 0;
        int correct = 0;
        for (int first = 0; first < order.Length; first += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = order.AsSpan(first, Math.Min(batchSize, order.Length - first));
            for (int index = 0; index < rows.Length; index++)
            {
                batchLabels[index] = labels[rows[index]];
                batchWeights[index] = rowWeights[rows[index]];
            }

            Span<float> batchFeatures = batch.AsSpan(0, rows.Length * features.FeatureLength);
            features.Gather(rows, batchFeatures);
            (double batchLoss, double batchWeight, int batchCorrect) = network.Backpropagate(
                batchFeatures, batchLabels.AsSpan(0, rows.Length), batchWeights.AsSpan(0, rows.Length), _options.Dropout, dropout);
            optimizer.Step(_options.LearningRate);
            loss += batchLoss;
            weight += batchWeight;
            correct += batchCorrect;
        }

        return new HeadTrainingRow(epoch, loss / weight, (double)correct / order.Length);
    }
}
