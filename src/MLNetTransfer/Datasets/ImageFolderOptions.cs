namespace MLNetTransfer.Datasets;

/// <summary>How <see cref="ImageFolder"/> reads a folder.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// The classes that the pictures may have, in their order: those of the model that is evaluated, or of the training pictures. A folder with another name is an
    /// error, an absent or empty one a warning. Null takes the classes from the folder.
    /// </summary>
    /// <value>Default null.</value>
    public IReadOnlyList<string>? KnownClasses { get; init; }

    /// <summary>Whether a class folder without pictures is an error; otherwise it is a warning, and the class is left out.</summary>
    /// <value>Default false.</value>
    public bool EmptyClassIsError { get; init; }
}
