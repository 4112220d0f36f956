namespace MLNetTransfer.Datasets;

/// <summary>What is wrong with a data set.</summary>
public enum DatasetProblem
{
    /// <summary>The folder does not exist.</summary>
    FolderMissing,

    /// <summary>A file was given where a folder is needed.</summary>
    FileInsteadOfFolder,

    /// <summary>A folder may not be read, or reading it failed.</summary>
    Unreadable,

    /// <summary>The folder has no sub-folders that could be classes.</summary>
    NoClassFolders,

    /// <summary>There are class folders, but no picture in any.</summary>
    NoPictures,

    /// <summary>Only one class has pictures.</summary>
    OneClassOnly,

    /// <summary>A class folder has no pictures, and that was declared an error.</summary>
    EmptyClass,

    /// <summary>A folder has the name of no known class.</summary>
    UnknownClasses,

    /// <summary>The folder holds splits (train, val, test) where the classes themselves are needed.</summary>
    SplitFolders,

    /// <summary>Two folders stand for the same split, such as val and validation.</summary>
    AmbiguousSplit,
}
