namespace MLNetTransfer.Training.Optimizers;

/// <summary>Where <see cref="Lbfgs"/> ended.</summary>
/// <param name="Stop">Why.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Evaluations">How often value and gradient were computed.</param>
/// <param name="Value">The value there.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient there.</param>
public sealed record LbfgsResult(LbfgsStop Stop, int Iterations, int Evaluations, double Value, double GradientNorm);
