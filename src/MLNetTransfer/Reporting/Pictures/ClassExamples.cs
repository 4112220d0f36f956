namespace MLNetTransfer.Reporting.Pictures;

/// <summary>Pictures that a class was learnt from.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Jpegs">Small copies.</param>
public sealed record ClassExamples(string Name, IReadOnlyList<byte[]> Jpegs);
