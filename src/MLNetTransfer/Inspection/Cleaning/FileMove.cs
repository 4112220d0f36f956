namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>A file that goes from one place to another.</summary>
/// <param name="Path">Where it is in the data set, below its folder.</param>
/// <param name="IsRemoved">Whether <paramref name="Target"/> is below the folder of removed files; otherwise below that of the data set.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="From">Full path of <paramref name="Path"/>.</param>
/// <param name="To">Full path of <paramref name="Target"/>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its digest.</param>
internal sealed record FileMove(string Path, bool IsRemoved, string Target, string From, string To, long Bytes, string Sha256);
