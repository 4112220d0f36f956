using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Training.Losses;

/// <summary>
/// The mean over the values of a row of (output - target)² / variance, each value with a variance of its own: 0 is perfect, 1 is what the mean of each value alone reaches, and 1 less the loss is
/// the share of the variance that is explained.
/// </summary>
public sealed class StandardisedSquareLoss : ITrainingLoss
{
    private readonly float[] _weights;

    /// <summary>Makes the loss of values that count alike.</summary>
    /// <param name="variances">Of each value, from 0; a value that never changes counts nothing.</param>
    /// <exception cref="ArgumentException">A variance is negative or not finite, or none is above 0.</exception>
    public StandardisedSquareLoss(IReadOnlyList<double> variances)
        : this(variances, [variances?.Count ?? 0], [1])
    {
    }

    /// <summary>Makes the loss of groups of values: the mean of each group is taken, and their weighted sum.</summary>
    /// <param name="variances">Of each value, from 0; a value that never changes counts nothing.</param>
    /// <param name="lengths">Values of each group, one group behind the other.</param>
    /// <param name="weights">Weight of each group, from 0.</param>
    /// <exception cref="ArgumentException">A variance is negative or not finite, none is above 0, or the groups are not as many values.</exception>
    public StandardisedSquareLoss(IReadOnlyList<double> variances, IReadOnlyList<int> lengths, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(variances);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(weights);
        if (variances.Any(variance => !(variance >= 0 && double.IsFinite(variance))) || variances.All(variance => variance == 0))
        {
            throw new ArgumentException("The variances must be finite and from 0, and one of them above.", nameof(variances));
        }

        if (lengths.Sum() != variances.Count || weights.Count != lengths.Count)
        {
            throw new ArgumentException($"There are {lengths.Count} groups of {lengths.Sum()} values with {weights.Count} weights; expected a weight for each, and {variances.Count} values.", nameof(lengths));
        }

        Guess = weights.Sum();
        _weights = new float[variances.Count];
        int first = 0;
        for (int group = 0; group < lengths.Count; group++)
        {
            double[] own = [.. variances.Skip(first).Take(lengths[group])];
            int counting = own.Count(variance => variance > 0);

            // Values that hardly ever differ from 0 would weigh most of all without the floor.
            double floor = counting == 0 ? 0 : 0.05 * own.Where(variance => variance > 0).Average();
            for (int index = 0; index < own.Length; index++)
            {
                _weights[first + index] = own[index] > 0 ? (float)(weights[group] / (Math.Max(own[index], floor) * counting)) : 0;
            }

            first += own.Length;
        }
    }

    /// <inheritdoc/>
    public bool HasClasses => false;

    /// <inheritdoc/>
    public double Guess { get; }

    /// <inheritdoc/>
    public double WeightOf(StepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count;
    }

    /// <inheritdoc/>
    public BatchLoss Evaluate(ReadOnlySpan<float> outputs, StepBatch batch, Span<float> gradient, double divisor)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<float> targets = (batch.Targets ?? throw new ArgumentException("The batch has no targets.", nameof(batch))).Span;
        if (outputs.Length != targets.Length || gradient.Length != outputs.Length || outputs.Length != batch.Count * _weights.Length)
        {
            throw new ArgumentException($"There are {outputs.Length} outputs and {targets.Length} targets; expected {_weights.Length} for each of {batch.Count} pictures.", nameof(outputs));
        }

        double sum = 0;
        float scale = (float)(2 / divisor);
        for (int row = 0; row < batch.Count; row++)
        {
            int first = row * _weights.Length;
            for (int index = 0; index < _weights.Length; index++)
            {
                float difference = outputs[first + index] - targets[first + index];
                float weighted = _weights[index] * difference;
                sum += weighted * (double)difference;
                gradient[first + index] = scale * weighted;
            }
        }

        return new BatchLoss(sum, batch.Count, 0, batch.Count);
    }
}
