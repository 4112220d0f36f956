namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>How much of a scan the file had.</summary>
internal sealed class ScanOutcome
{
    /// <summary>Units of which all bits were in the file.</summary>
    internal long Complete { get; private set; }

    /// <summary>Units for which the bits ended too early.</summary>
    internal long Missing { get; private set; }

    /// <summary>Whether restart markers were not where they should be.</summary>
    internal bool Disturbed { get; set; }

    internal void Count(bool missing)
    {
        if (missing)
        {
            Missing++;
        }
        else
        {
            Complete++;
        }
    }

    internal void CountMissing(long units) => Missing += units;
}
