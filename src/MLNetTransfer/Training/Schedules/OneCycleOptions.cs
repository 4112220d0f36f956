namespace MLNetTransfer.Training.Schedules;

/// <summary>The shape of a <see cref="OneCycleSchedule"/>.</summary>
public sealed record OneCycleOptions
{
    /// <summary>Share of the steps in which the rate rises.</summary>
    /// <value>From 0 to 1; default 0.3.</value>
    public double RisingShare { get; init; } = 0.3;

    /// <summary>The peak over the first rate.</summary>
    /// <value>Finite, at least 1; default 25.</value>
    public double FirstDivisor { get; init; } = 25;

    /// <summary>The first rate over the last one.</summary>
    /// <value>Finite, at least 1; default 10000.</value>
    public double LastDivisor { get; init; } = 1e4;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(RisingShare is >= 0 and <= 1, nameof(RisingShare), RisingShare, "a number from 0 to 1");
        OptionChecks.Require(FirstDivisor >= 1 && double.IsFinite(FirstDivisor), nameof(FirstDivisor), FirstDivisor, "a finite number from 1");
        OptionChecks.Require(LastDivisor >= 1 && double.IsFinite(LastDivisor), nameof(LastDivisor), LastDivisor, "a finite number from 1");
    }
}
