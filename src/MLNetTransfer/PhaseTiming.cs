namespace MLNetTransfer;

/// <summary>How long a part of a run took.</summary>
/// <param name="Phase">The part, for instance <c>features</c>.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Count">How many things it was done for.</param>
/// <param name="Unit">What these are, in the plural, for instance <c>pictures</c>.</param>
public sealed record PhaseTiming(string Phase, TimeSpan Elapsed, long Count, string Unit);
