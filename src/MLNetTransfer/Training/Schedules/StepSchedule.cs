namespace MLNetTransfer.Training.Schedules;

/// <summary>The rate falls by a factor every so many steps, as torch.optim.lr_scheduler.StepLR has it.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    private readonly long _period;
    private readonly double _factor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="baseRate">The first rate; finite and above 0.</param>
    /// <param name="period">Steps between two falls, at least 1.</param>
    /// <param name="factor">What the rate is multiplied by; above 0 to 1.</param>
    /// <param name="warmUp">Null for none.</param>
    public StepSchedule(double baseRate, long period, double factor = 0.1, WarmUp? warmUp = null)
        : base(baseRate, warmUp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        OptionChecks.Require(factor is > 0 and <= 1, nameof(factor), factor, "a number above 0 to 1");
        _period = period;
        _factor = factor;
    }

    /// <inheritdoc/>
    protected override double RateAfterWarmUp(long step) => BaseRate * Math.Pow(_factor, step / _period);
}
