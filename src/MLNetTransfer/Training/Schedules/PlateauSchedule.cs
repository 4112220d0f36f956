namespace MLNetTransfer.Training.Schedules;

/// <summary>
/// The rate falls by a factor when the validation loss has stopped falling, as torch.optim.lr_scheduler.ReduceLROnPlateau has it (mode min, relative threshold).
/// <see cref="LearningRateSchedule.Observe"/> must be called after every epoch.
/// </summary>
public sealed class PlateauSchedule : LearningRateSchedule
{
    // A fall smaller than this is none, as in PyTorch.
    private const double SmallestFall = 1e-8;

    private readonly PlateauOptions _options;

    /// <summary>Makes the schedule.</summary>
    /// <param name="baseRate">The first rate; finite and above 0.</param>
    /// <param name="options">When it falls; null for the defaults.</param>
    /// <param name="warmUp">Null for none.</param>
    public PlateauSchedule(double baseRate, PlateauOptions? options = null, WarmUp? warmUp = null)
        : base(baseRate, warmUp)
    {
        _options = options ?? new PlateauOptions();
        _options.Validate();
        State = new PlateauState(baseRate, null, 0, 0);
    }

    /// <summary>What is known of the losses so far; with <see cref="Restore"/> a resumed run goes on to the same rates.</summary>
    public PlateauState State { get; private set; }

    /// <summary>Goes on from the state of another schedule with the same options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The state is none that a schedule can have.</exception>
    public void Restore(PlateauState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OptionChecks.Require(double.IsFinite(state.Rate) && state.Rate >= 0, nameof(state), state.Rate, "a rate that is finite and from 0");
        OptionChecks.Require(state.BadEpochs >= 0, nameof(state), state.BadEpochs, "a number of bad epochs from 0");
        OptionChecks.Require(state.CooldownLeft >= 0, nameof(state), state.CooldownLeft, "a number of epochs from 0");
        State = state;
    }

    /// <inheritdoc/>
    public override void Observe(double validationLoss)
    {
        (double rate, double? best, int bad, int cooldown) = State;
        if (best is null ? !double.IsNaN(validationLoss) : validationLoss < best * (1 - _options.Threshold))
        {
            best = validationLoss;
            bad = 0;
        }
        else
        {
            bad++;
        }

        if (cooldown > 0)
        {
            cooldown--;
            bad = 0;
        }

        if (bad > _options.Patience)
        {
            double lower = Math.Max(rate * _options.Factor, _options.Lowest);
            rate = rate - lower > SmallestFall ? lower : rate;
            cooldown = _options.Cooldown;
            bad = 0;
        }

        State = new PlateauState(rate, best, bad, cooldown);
    }

    /// <inheritdoc/>
    protected override double RateAfterWarmUp(long step) => State.Rate;
}
