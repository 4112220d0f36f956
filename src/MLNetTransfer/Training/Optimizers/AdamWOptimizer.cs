using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019) as torch.optim.AdamW defines it: before each step the share
/// rate x decay of every value is taken off.
/// </summary>
public sealed class AdamWOptimizer : NetworkOptimizer
{
    private readonly AdamOptions _options;

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="options">The constants; null for the defaults.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <exception cref="ArgumentException">A constant is out of range.</exception>
    public AdamWOptimizer(IReadOnlyList<ParameterSetting> settings, AdamOptions? options = null, WorkerPool? pool = null)
        : base(settings, pool, "first", "second")
    {
        _options = options ?? new AdamOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override void Move(Span<float> values, ReadOnlySpan<float> gradient, float[][] states, double rate, double weightDecay) =>
        OptimizerKernel.Adam(values, gradient, states[0], states[1], _options.ConstantsOf(Steps, rate, 1 - (rate * weightDecay), 0), Pool);
}
