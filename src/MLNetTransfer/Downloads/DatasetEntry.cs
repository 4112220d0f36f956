namespace MLNetTransfer.Downloads;

/// <summary>A data set that is known by name.</summary>
public sealed record DatasetEntry
{
    /// <summary>The name that users type.</summary>
    public required string Name { get; init; }

    /// <summary>What is in it, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The terms under which the pictures may be used.</summary>
    public required string Licence { get; init; }

    /// <summary>The class names, in alphabetical order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How many pictures there are, or null where that is not known.</summary>
    public int? Pictures { get; init; }

    /// <summary>The archive to download, or null for a set that ships.</summary>
    public CatalogEntry? Archive { get; init; }

    /// <summary>Where the class folders (or the folders of the splits) are: inside the archive, or, for a set that ships, below the <c>datasets</c> folder.</summary>
    public required string Folder { get; init; }
}
