using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Training.Losses;

/// <summary>
/// The mean over the values of a row of (output - target)² / variance, each value with a variance of its own: 0 is perfect, 1 is what the mean of each value alone reaches, and 1 less the loss is
/// the share of the variance that is explained.
/// </summary>
public sealed class StandardisedSquareLoss : ITrainingLoss
{
    private readonly float[] _weights;

    /// <summary>Makes the loss.</summary>
    /// <param name="variances">Of each value, from 0; a value that never changes counts nothing.</param>
    /// <exception cref="ArgumentException">A variance is negative or not finite, or none is above 0.</exception>
    public StandardisedSquareLoss(IReadOnlyList<double> variances)
    {
        ArgumentNullException.ThrowIfNull(variances);
        if (variances.Any(variance => !(variance >= 0 && double.IsFinite(variance))) || variances.All(variance => variance == 0))
        {
            throw new ArgumentException("The variances must be finite and from 0, and one of them above.", nameof(variances));
        }

        // Values that hardly ever differ from 0 would weigh most of all without the floor.
        double floor = 0.05 * variances.Where(variance => variance > 0).Average();
        int counting = variances.Count(variance => variance > 0);
        _weights = [.. variances.Select(variance => variance > 0 ? (float)(1 / (Math.Max(variance, floor) * counting)) : 0)];
    }

    /// <inheritdoc/>
    public bool HasClasses => false;

    /// <inheritdoc/>
    public double Guess => 1;

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
