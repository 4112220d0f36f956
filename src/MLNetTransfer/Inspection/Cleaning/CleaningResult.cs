namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>What was done, or would be.</summary>
/// <param name="Moves">The files that are moved, from and to, as full paths.</param>
/// <param name="AlreadyDone">Files that an earlier run had moved.</param>
/// <param name="Kept">Lines that change nothing.</param>
/// <param name="UndoFile">The file that puts everything back, or null when nothing was written.</param>
public sealed record CleaningResult(IReadOnlyList<(string From, string To)> Moves, int AlreadyDone, int Kept, string? UndoFile);
