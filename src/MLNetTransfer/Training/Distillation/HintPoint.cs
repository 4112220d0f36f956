namespace MLNetTransfer.Training.Distillation;

/// <summary>A value inside a network that everything behind it depends on alone.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Channels">Maps of it.</param>
/// <param name="Side">Height of the maps for the pictures in question.</param>
/// <param name="Depth">Convolutions in front of it.</param>
internal sealed record HintPoint(string Value, int Channels, int Side, int Depth);
