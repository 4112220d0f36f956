using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1) as torch.optim.Adam defines it: weight decay is added to the gradient, before
/// the moments are formed.
/// </summary>
public sealed class AdamOptimizer : NetworkOptimizer
{
    private readonly AdamOptions _options;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="options">The constants; null for the defaults.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <exception cref="ArgumentException">A constant is out of range.</exception>
    public AdamOptimizer(IReadOnlyList<ParameterSetting> settings, AdamOptions? options = null, WorkerPool? pool = null)
        : base(settings, pool, "first", "second")
    {
        _options = options ?? new AdamOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override void Move(Span<float> values, ReadOnlySpan<float> gradient, float[][] states, double rate, double weightDecay) =>
        OptimizerKernel.Adam(values, gradient, states[0], states[1], _options.ConstantsOf(Steps, rate, 1, weightDecay), Pool);
}
