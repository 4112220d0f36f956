namespace MLNetTransfer.Backbones;

/// <summary>Where the preprocessing of a network was taken from.</summary>
public enum PreprocessingSource
{
    /// <summary>The user said all of it.</summary>
    Options,

    /// <summary>The catalogue knows the file.</summary>
    Catalogue,

    /// <summary>The file itself says so.</summary>
    FileMetadata,

    /// <summary>Nothing is known: mode <c>torch</c>.</summary>
    Default,
}
