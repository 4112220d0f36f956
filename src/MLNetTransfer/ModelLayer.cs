namespace MLNetTransfer;

/// <summary>One layer of a network.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="OutputShape">Shape of its first output for one picture.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="IsTrainable">Whether it has parameters that training can change.</param>
public sealed record ModelLayer(string Name, string Operator, string OutputShape, long Parameters, bool IsTrainable = false);
