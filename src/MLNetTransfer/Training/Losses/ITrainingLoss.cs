using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Training.Losses;

/// <summary>What a training step makes small.</summary>
public interface ITrainingLoss
{
    /// <summary>Whether the outputs are classes, so that <see cref="BatchLoss.Accuracy"/> means something.</summary>
    bool HasClasses { get; }

    /// <summary>The mean loss of a network that has learnt nothing.</summary>
    double Guess { get; }

    /// <summary>The weight that a batch has, by which its loss is divided.</summary>
    /// <param name="batch">The batch.</param>
    double WeightOf(StepBatch batch);

    /// <summary>The loss of a batch, or of a part of one.</summary>
    /// <param name="outputs">[rows, length]: what the network answers.</param>
    /// <param name="batch">What it should answer.</param>
    /// <param name="gradient">[rows, length]: overwritten with the derivative of sum of losses / divisor.</param>
    /// <param name="divisor"><see cref="WeightOf"/> of the whole batch.</param>
    BatchLoss Evaluate(ReadOnlySpan<float> outputs, StepBatch batch, Span<float> gradient, double divisor);
}
