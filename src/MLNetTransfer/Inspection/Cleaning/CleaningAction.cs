namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>What happens to a picture.</summary>
public enum CleaningAction
{
    /// <summary>Nothing; the line is there to be decided by a person.</summary>
    Keep,

    /// <summary>It goes out of the data set into the folder of removed files.</summary>
    Drop,

    /// <summary>It goes into another class folder, which the target names.</summary>
    Relabel,

    /// <summary>It gets the path that the target names.</summary>
    Move,
}
