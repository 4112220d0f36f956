using MLNetTransfer.Datasets;

namespace MLNetTransfer.Backbones;

/// <summary>The preprocessing that was settled on, and why.</summary>
/// <param name="Preprocessing">The preprocessing.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Description">What the user is told, such as <c>torch (the catalogue knows the file as mobilenetv2-12)</c>.</param>
public sealed record PreprocessingChoice(Preprocessing Preprocessing, PreprocessingSource Source, string Description);
