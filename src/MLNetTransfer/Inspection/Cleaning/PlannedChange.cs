namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>A line of a <see cref="CleaningPlan"/>.</summary>
/// <param name="Action">What happens.</param>
/// <param name="Path">The file, below the folder that is cleaned, written with '/'.</param>
/// <param name="Target">For <see cref="CleaningAction.Relabel"/> a class folder, for <see cref="CleaningAction.Move"/> a file, both below the folder that is cleaned; otherwise empty.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Bytes">Size of the file when the plan was made.</param>
/// <param name="Sha256">Its SHA-256 then, in hexadecimal digits.</param>
public sealed record PlannedChange(CleaningAction Action, string Path, string Target, string Reason, long Bytes, string Sha256);
