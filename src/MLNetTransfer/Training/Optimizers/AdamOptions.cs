namespace MLNetTransfer.Training.Optimizers;

/// <summary>The constants of <see cref="AdamOptimizer"/> and <see cref="AdamWOptimizer"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>How much of the mean gradient is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.9.</value>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.999.</value>
    public double SecondDecay { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Above 0; default 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(FirstDecay is >= 0 and < 1, nameof(FirstDecay), FirstDecay, "a number from 0 to below 1");
        OptionChecks.Require(SecondDecay is >= 0 and < 1, nameof(SecondDecay), SecondDecay, "a number from 0 to below 1");
        OptionChecks.Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "a finite number above 0");
    }

    /// <summary>The numbers of a step whose moments are corrected for having started from zero.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="keep">What values are multiplied by first.</param>
    /// <param name="weightDecay">Added to the gradient for each unit of the value.</param>
    internal Compute.Kernels.Optimizers.AdamConstants ConstantsOf(long step, double rate, double keep, double weightDecay) => new(
        (float)(rate / (1 - Math.Pow(FirstDecay, step))),
        (float)keep,
        (float)weightDecay,
        (float)FirstDecay,
        (float)(1 - FirstDecay),
        (float)SecondDecay,
        (float)(1 - SecondDecay),
        (float)(1 / Math.Sqrt(1 - Math.Pow(SecondDecay, step))),
        (float)Epsilon);
}
