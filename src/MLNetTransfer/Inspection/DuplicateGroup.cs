namespace MLNetTransfer.Inspection;

/// <summary>Pictures that are copies of each other.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Pictures">At least two.</param>
public sealed record DuplicateGroup(DuplicateKind Kind, IReadOnlyList<InspectedPicture> Pictures)
{
    /// <summary>Whether they lie in several splits, so that what is measured was learnt from.</summary>
    public bool CrossesSplits => Pictures.Any(picture => picture.Split != Pictures[0].Split);

    /// <summary>Whether they lie in several classes, so that one label is wrong.</summary>
    public bool CrossesClasses => Pictures.Any(picture => picture.ClassName != Pictures[0].ClassName);
}
