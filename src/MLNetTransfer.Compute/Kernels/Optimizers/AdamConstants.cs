namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>What one step of Adam is computed with; the corrections of the bias towards zero are part of the numbers.</summary>
/// <param name="Rate">Length of the step, divided by 1 - decay^step of the first moment.</param>
/// <param name="Keep">What the parameter is multiplied by: 1 - rate x decay for decoupled weight decay, else 1.</param>
/// <param name="WeightDecay">Added to the gradient for each unit of the parameter.</param>
/// <param name="FirstKeep">How much of the mean gradient is kept.</param>
/// <param name="FirstShare">How much of the gradient is added to its mean.</param>
/// <param name="SecondKeep">How much of the mean squared gradient is kept.</param>
/// <param name="SecondShare">How much of the squared gradient is added to its mean.</param>
/// <param name="RootScale">What the root of the mean squared gradient is multiplied by: 1 / sqrt(1 - decay^step).</param>
/// <param name="Epsilon">Added to the scaled root.</param>
public readonly record struct AdamConstants(
    float Rate,
    float Keep,
    float WeightDecay,
    float FirstKeep,
    float FirstShare,
    float SecondKeep,
    float SecondShare,
    float RootScale,
    float Epsilon);
