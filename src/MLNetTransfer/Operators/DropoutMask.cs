using MLNetTransfer.Randomness;

namespace MLNetTransfer.Operators;

/// <summary>
/// What <see cref="TrainedDropout"/> drops: a function of seed, step and row of the batch, so that neither threads nor the parts that a batch is worked off in change it.
/// </summary>
/// <param name="share">Share of the elements that are dropped.</param>
/// <param name="seed">Seed of the run.</param>
internal sealed class DropoutMask(double share, ulong seed)
{
    private ulong _stepSeed;
    private int _firstRow;

    /// <summary>Share of the elements that are dropped.</summary>
    public double Share => share;

    /// <summary>Whether anything is dropped now; outside of training nothing is.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Sets the rows that come next.</summary>
    /// <param name="step">Number of the step in the whole run.</param>
    /// <param name="firstRow">Row of the batch that the next run begins with.</param>
    public void Begin(long step, int firstRow)
    {
        IsActive = true;
        _stepSeed = DeterministicRandom.DeriveSeed(seed, "dropout", (ulong)step);
        _firstRow = firstRow;
    }

    /// <summary>From here on nothing is dropped.</summary>
    public void End() => IsActive = false;

    /// <summary>The factors of one row: 0 for what is dropped, 1 / (1 - share) for the rest, so that the mean stays.</summary>
    public void Fill(int row, Span<float> factors)
    {
        DeterministicRandom random = DeterministicRandom.For(_stepSeed, "row", (ulong)(_firstRow + row));
        float kept = (float)(1 / (1 - share));
        foreach (ref float factor in factors)
        {
            factor = random.NextDouble() < share ? 0 : kept;
        }
    }
}
