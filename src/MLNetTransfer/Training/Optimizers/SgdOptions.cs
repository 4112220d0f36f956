namespace MLNetTransfer.Training.Optimizers;

/// <summary>The constants of <see cref="SgdOptimizer"/>.</summary>
public sealed record SgdOptions
{
    /// <summary>How much of the velocity is kept from step to step.</summary>
    /// <value>From 0 to below 1; default 0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the gradient is looked at from where the velocity leads (Sutskever et al., "On the importance of initialization and momentum", 2013).</summary>
    /// <value>Default false; needs momentum.</value>
    public bool IsNesterov { get; init; }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "a number from 0 to below 1");
        if (IsNesterov && Momentum == 0)
        {
            throw new ArgumentException("Nesterov's step needs a momentum above 0; found is 0.", nameof(IsNesterov));
        }
    }
}
