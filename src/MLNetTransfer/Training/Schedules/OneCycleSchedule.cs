namespace MLNetTransfer.Training.Schedules;

/// <summary>
/// The rate rises to its peak and falls far below its start, both along half a cosine (Smith and Topin, "Super-Convergence", 2018), as
/// torch.optim.lr_scheduler.OneCycleLR has it; after the run it stays where it ended.
/// </summary>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly OneCycleOptions _options;
    private readonly double _peak;
    private readonly double _end;

    /// <summary>Makes the schedule.</summary>
    /// <param name="baseRate">The rate at the peak; finite and above 0.</param>
    /// <param name="totalSteps">Steps of the run, the warm-up included; more than it has.</param>
    /// <param name="options">The shape; null for the defaults.</param>
    /// <param name="warmUp">A rise in a straight line to the start of the cycle; null for none.</param>
    public OneCycleSchedule(double baseRate, long totalSteps, OneCycleOptions? options = null, WarmUp? warmUp = null)
        : base(baseRate, warmUp)
    {
        _options = options ?? new OneCycleOptions();
        _options.Validate();
        long steps = StepsAfter(warmUp, totalSteps);
        _peak = Math.Max(0, (_options.RisingShare * steps) - 1);
        _end = Math.Max(_peak, steps - 1);
    }

    /// <inheritdoc/>
    protected override double RateAfterWarmUp(long step)
    {
        double first = BaseRate / _options.FirstDivisor;
        if (step < _peak)
        {
            return Anneal(first, BaseRate, step / _peak);
        }

        double position = _end > _peak ? Math.Min(1, (step - _peak) / (_end - _peak)) : 0;
        return Anneal(BaseRate, first / _options.LastDivisor, position);
    }
}
