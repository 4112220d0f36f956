namespace MLNetTransfer.Reporting.Pictures;

/// <summary>A picture and what training made of it.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Original">A small copy of the picture as it is.</param>
/// <param name="Variants">Small copies of random variants.</param>
public sealed record AugmentedExample(string Name, byte[] Original, IReadOnlyList<byte[]> Variants);
