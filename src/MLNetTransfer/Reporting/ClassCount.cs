namespace MLNetTransfer.Reporting;

/// <summary>How many pictures of a class there are.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">To choose by.</param>
/// <param name="Test">To measure with.</param>
public sealed record ClassCount(string Name, int Training, int Validation, int Test);
