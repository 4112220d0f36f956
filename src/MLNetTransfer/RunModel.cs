using MLNetTransfer.Graphs;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>A model that a run has trained, with its probabilities as they were trained.</summary>
/// <param name="Features">The backbone up to its features, folded.</param>
/// <param name="Head">The head on them.</param>
/// <param name="Training">How it was trained, a phrase.</param>
/// <param name="FittedPictures">Pictures that it was fitted to.</param>
/// <param name="IncludesValidation">Whether the validation pictures are among them.</param>
/// <param name="Validation">What the model, or the one that it was chosen by and that has not learnt from them, says of the validation pictures.</param>
/// <param name="Test">What the model says of the test pictures.</param>
internal sealed record RunModel(
    Graph Features, TrainedHead Head, string Training, int FittedPictures, bool IncludesValidation, ScoredPictures? Validation, ScoredPictures? Test);
