namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>What one step of RMSprop is computed with.</summary>
/// <param name="Rate">Length of the step.</param>
/// <param name="WeightDecay">Added to the gradient for each unit of the parameter.</param>
/// <param name="SquareKeep">How much of the mean squared gradient is kept.</param>
/// <param name="SquareShare">How much of the squared gradient is added to its mean.</param>
/// <param name="Epsilon">Added to the root of the mean squared gradient.</param>
/// <param name="Momentum">How much of the velocity is kept; not looked at without velocity.</param>
public readonly record struct RmsPropConstants(float Rate, float WeightDecay, float SquareKeep, float SquareShare, float Epsilon, float Momentum);
