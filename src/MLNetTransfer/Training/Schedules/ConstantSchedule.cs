namespace MLNetTransfer.Training.Schedules;

/// <summary>One rate throughout.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="baseRate">The rate; finite and above 0.</param>
    /// <param name="warmUp">Null for none.</param>
    public ConstantSchedule(double baseRate, WarmUp? warmUp = null)
        : base(baseRate, warmUp)
    {
    }

    /// <inheritdoc/>
    protected override double RateAfterWarmUp(long step) => BaseRate;
}
