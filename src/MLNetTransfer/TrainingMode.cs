namespace MLNetTransfer;

/// <summary>How much of the network is trained.</summary>
public enum TrainingMode
{
    /// <summary>A new head on the features of the backbone as it is.</summary>
    Head,

    /// <summary>The head first, then the top of the backbone with it.</summary>
    Partial,

    /// <summary>The head first, then the whole network.</summary>
    Full,

    /// <summary>The whole network from random weights.</summary>
    Scratch,
}
