namespace MLNetTransfer.Training.Optimizers;

/// <summary>The constants of <see cref="RmsPropOptimizer"/>.</summary>
public sealed record RmsPropOptions
{
    /// <summary>How much of the mean squared gradient is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.99.</value>
    public double Decay { get; init; } = 0.99;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Above 0; default 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How much of the velocity is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0, no velocity.</value>
    public double Momentum { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(Decay is >= 0 and < 1, nameof(Decay), Decay, "a number from 0 to below 1");
        OptionChecks.Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "a finite number above 0");
        OptionChecks.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "a number from 0 to below 1");
    }
}
