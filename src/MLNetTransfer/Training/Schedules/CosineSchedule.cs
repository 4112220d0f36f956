namespace MLNetTransfer.Training.Schedules;

/// <summary>
/// The rate falls along half a cosine over the steps of the run (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017), without
/// restarts, as torch.optim.lr_scheduler.CosineAnnealingLR has it; after the run it stays where it ended.
/// </summary>
public sealed class CosineSchedule : LearningRateSchedule
{
    private readonly long _steps;
    private readonly double _lowest;

    /// <summary>Makes the schedule.</summary>
    /// <param name="baseRate">The first rate; finite and above 0.</param>
    /// <param name="totalSteps">Steps of the run, the warm-up included; more than it has.</param>
    /// <param name="lowest">The rate at the end; from 0 to the first rate.</param>
    /// <param name="warmUp">Null for none.</param>
    public CosineSchedule(double baseRate, long totalSteps, double lowest = 0, WarmUp? warmUp = null)
        : base(baseRate, warmUp)
    {
        OptionChecks.Require(lowest >= 0 && lowest <= baseRate, nameof(lowest), lowest, "a number from 0 to the base rate");
        _steps = StepsAfter(warmUp, totalSteps);
        _lowest = lowest;
    }

    /// <inheritdoc/>
    protected override double RateAfterWarmUp(long step) => Anneal(BaseRate, _lowest, (double)Math.Min(step, _steps) / _steps);
}
