namespace MLNetTransfer.Training.Schedules;

/// <summary>The learning rate of each step: a warm-up, then what the schedule says.</summary>
public abstract class LearningRateSchedule
{
    private readonly WarmUp _warmUp;

    /// <summary>Keeps what all schedules have.</summary>
    /// <param name="baseRate">The rate that the schedule goes by; finite and above 0.</param>
    /// <param name="warmUp">Null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    protected LearningRateSchedule(double baseRate, WarmUp? warmUp)
    {
        OptionChecks.Require(double.IsFinite(baseRate) && baseRate > 0, nameof(baseRate), baseRate, "a finite number above 0");
        _warmUp = warmUp ?? WarmUp.None;
        _warmUp.Validate();
        BaseRate = baseRate;
    }

    /// <summary>The rate that the schedule goes by.</summary>
    public double BaseRate { get; }

    /// <summary>Number of steps of the warm-up.</summary>
    public long WarmUpSteps => _warmUp.Steps;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Number of steps taken before it, from 0.</param>
    public double Rate(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= WarmUpSteps
            ? RateAfterWarmUp(step - WarmUpSteps)
            : RateAfterWarmUp(0) * (_warmUp.FirstShare + ((1 - _warmUp.FirstShare) * step / WarmUpSteps));
    }

    /// <summary>Tells the loss on the validation pictures after an epoch; only a schedule that waits for a plateau listens.</summary>
    public virtual void Observe(double validationLoss)
    {
    }

    /// <summary>The rate of a step after the warm-up.</summary>
    /// <param name="step">Number of steps since then, from 0.</param>
    protected abstract double RateAfterWarmUp(long step);

    /// <summary>Steps that a schedule over a whole run has after its warm-up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    private protected static long StepsAfter(WarmUp? warmUp, long totalSteps)
    {
        long steps = totalSteps - (warmUp?.Steps ?? 0);
        OptionChecks.Require(steps >= 1, nameof(totalSteps), totalSteps, "more steps than the warm-up has");
        return steps;
    }

    /// <summary>Half a cosine from one number, at position 0, to another, at position 1.</summary>
    private protected static double Anneal(double from, double to, double position) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * position)));
}
