namespace MLNetTransfer.Training.Heads;

/// <summary>output = activation(input weights + bias).</summary>
/// <param name="InputLength">Numbers in.</param>
/// <param name="OutputLength">Numbers out.</param>
/// <param name="Weights">[InputLength, OutputLength], row-major.</param>
/// <param name="Bias">[OutputLength].</param>
/// <param name="Activation">Applied last.</param>
public sealed record DenseLayer(int InputLength, int OutputLength, float[] Weights, float[] Bias, DenseActivation Activation = DenseActivation.None)
{
    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    internal void Validate(int expectedInputLength)
    {
        if (InputLength != expectedInputLength || OutputLength < 1 || Weights.Length != (long)InputLength * OutputLength || Bias.Length != OutputLength)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A dense layer from {InputLength} to {OutputLength} numbers, with {Weights.Length} weights and {Bias.Length} biases, cannot follow {expectedInputLength} numbers."));
        }
    }
}
