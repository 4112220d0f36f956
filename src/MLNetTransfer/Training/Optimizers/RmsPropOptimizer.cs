using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// RMSprop (Tieleman and Hinton, lecture 6.5 of "Neural Networks for Machine Learning", 2012) as torch.optim.RMSprop defines it, not centred:
/// the gradient, weight decay included, over the root of its mean square, with momentum where one is asked for.
/// </summary>
public sealed class RmsPropOptimizer : NetworkOptimizer
{
    private readonly RmsPropOptions _options;

    /// <summary>Starts with state of zeros.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="options">The constants; null for the defaults.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <exception cref="ArgumentException">A constant is out of range.</exception>
    public RmsPropOptimizer(IReadOnlyList<ParameterSetting> settings, RmsPropOptions? options = null, WorkerPool? pool = null)
        : base(settings, pool, options is { Momentum: > 0 } ? ["squares", "velocity"] : ["squares"])
    {
        _options = options ?? new RmsPropOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override void Move(Span<float> values, ReadOnlySpan<float> gradient, float[][] states, double rate, double weightDecay)
    {
        RmsPropConstants constants = new(
            (float)rate, (float)weightDecay, (float)_options.Decay, (float)(1 - _options.Decay), (float)_options.Epsilon, (float)_options.Momentum);
        OptimizerKernel.RmsProp(values, gradient, states[0], _options.Momentum > 0 ? states[1] : [], constants, Pool);
    }
}
