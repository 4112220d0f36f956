using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>The model that a run has chosen to write.</summary>
/// <param name="Features">The backbone up to its features, folded.</param>
/// <param name="Head">The head on them.</param>
/// <param name="Training">How it was trained, a phrase.</param>
/// <param name="FittedPictures">Pictures that it was fitted to.</param>
/// <param name="IncludesValidation">Whether the validation pictures are among them.</param>
/// <param name="Validation">The model, or the one that it was chosen by, on the validation pictures.</param>
/// <param name="Test">The model on the test pictures.</param>
internal sealed record RunModel(
    Graph Features, TrainedHead Head, string Training, int FittedPictures, bool IncludesValidation, EvaluationReport? Validation, EvaluationReport? Test);
