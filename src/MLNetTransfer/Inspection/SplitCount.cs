namespace MLNetTransfer.Inspection;

/// <summary>The pictures of a split.</summary>
/// <param name="Name">train, validation or test; empty where the folder has no splits.</param>
/// <param name="Pictures">How many there are.</param>
/// <param name="Classes">How many of each class.</param>
public sealed record SplitCount(string Name, int Pictures, IReadOnlyList<NamedCount> Classes);
