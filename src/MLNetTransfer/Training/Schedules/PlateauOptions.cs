namespace MLNetTransfer.Training.Schedules;

/// <summary>When a <see cref="PlateauSchedule"/> lowers the rate, and by how much.</summary>
public sealed record PlateauOptions
{
    /// <summary>What the rate is multiplied by.</summary>
    /// <value>Above 0 to below 1; default 0.1.</value>
    public double Factor { get; init; } = 0.1;

    /// <summary>Epochs without a better loss that are borne; the next one lowers the rate.</summary>
    /// <value>At least 0; default 2.</value>
    public int Patience { get; init; } = 2;

    /// <summary>Share of the best loss by which a loss must be lower to be better.</summary>
    /// <value>From 0 to below 1; default 0.0001.</value>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Epochs after a fall of the rate in which none counts as bad.</summary>
    /// <value>At least 0; default 0.</value>
    public int Cooldown { get; init; }

    /// <summary>The rate does not fall below this.</summary>
    /// <value>From 0; default 0.</value>
    public double Lowest { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(Factor is > 0 and < 1, nameof(Factor), Factor, "a number above 0 to below 1");
        OptionChecks.Require(Patience >= 0, nameof(Patience), Patience, "a number from 0");
        OptionChecks.Require(Threshold is >= 0 and < 1, nameof(Threshold), Threshold, "a number from 0 to below 1");
        OptionChecks.Require(Cooldown >= 0, nameof(Cooldown), Cooldown, "a number from 0");
        OptionChecks.Require(Lowest >= 0 && double.IsFinite(Lowest), nameof(Lowest), Lowest, "a finite number from 0");
    }
}
