namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>What one step of gradient descent with momentum is computed with.</summary>
/// <param name="Rate">Length of the step.</param>
/// <param name="WeightDecay">Added to the gradient for each unit of the parameter.</param>
/// <param name="Momentum">How much of the velocity is kept.</param>
/// <param name="GradientShare">How much of the gradient is added to the velocity; 1 without dampening.</param>
/// <param name="IsNesterov">Whether the step goes along gradient + momentum velocity instead of along the velocity.</param>
public readonly record struct MomentumConstants(float Rate, float WeightDecay, float Momentum, float GradientShare, bool IsNesterov);
