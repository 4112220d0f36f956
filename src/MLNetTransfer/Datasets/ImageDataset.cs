namespace MLNetTransfer.Datasets;

/// <summary>Labelled picture files, not yet opened.</summary>
public sealed record ImageDataset
{
    /// <summary>The folder that was scanned, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>Names of the classes in ordinal order, or in the order that the caller prescribed.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The pictures: by class, and within a class in ordinal order of the way below the class folder, written with '/'.</summary>
    public required IReadOnlyList<ImageItem> Items { get; init; }

    /// <summary>What was found that the user should know but that stops nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Number of files below class folders that do not have the name of a picture.</summary>
    public int IgnoredFiles { get; init; }

    /// <summary>Number of pictures of each class.</summary>
    public IReadOnlyList<int> CountByClass()
    {
        int[] counts = new int[Classes.Count];
        foreach (ImageItem item in Items)
        {
            counts[item.ClassIndex]++;
        }

        return counts;
    }
}
