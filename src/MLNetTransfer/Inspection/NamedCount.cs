namespace MLNetTransfer.Inspection;

/// <summary>How many there are of something.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Count">How many.</param>
public sealed record NamedCount(string Name, int Count);
