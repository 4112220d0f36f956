namespace MLNetTransfer.Inspection;

/// <summary>Something that a check of the pictures found.</summary>
/// <param name="Check">Name of the check, for instance <c>exact-duplicates-across-splits</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">A sentence that says what was found and what to do.</param>
/// <param name="Groups">The pictures in question; those that belong together (copies of each other) are one group.</param>
public sealed record Finding(string Check, FindingSeverity Severity, string Message, IReadOnlyList<IReadOnlyList<string>> Groups);
