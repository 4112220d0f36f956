namespace MLNetTransfer.Reporting;

/// <summary>The time that a part of a run took.</summary>
/// <param name="Name">The part, for instance <c>features</c>.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Count">How many things it was done for; 0 where they are not counted.</param>
/// <param name="Unit">What these are, in the plural, for instance <c>pictures</c>.</param>
public sealed record PhaseUse(string Name, double Seconds, long Count, string Unit);
