namespace MLNetTransfer.Training;

/// <summary>Numbers under a name, as a checkpoint stores them.</summary>
/// <param name="Name">What they are, unique in their state.</param>
/// <param name="Values">The numbers.</param>
public sealed record NamedNumbers(string Name, ReadOnlyMemory<float> Values);
