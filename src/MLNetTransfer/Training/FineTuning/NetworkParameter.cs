using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>A constant of a graph that training may change.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is in its layer.</param>
/// <param name="Node">Number of the first node that reads it.</param>
/// <param name="Depth">How many convolutions and matrix products lie in front of that layer, in the order of the nodes.</param>
public sealed record NetworkParameter(string Name, ParameterKind Kind, int Node, int Depth);
