using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent as torch.optim.SGD defines it: slope = gradient + decay value; velocity = momentum velocity + slope;
/// value -= rate velocity, or with Nesterov's step rate (slope + momentum velocity).
/// </summary>
public sealed class SgdOptimizer : NetworkOptimizer
{
    private readonly SgdOptions _options;

    /// <summary>Starts with velocities of zero.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="options">The constants; null for the defaults.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <exception cref="ArgumentException">A constant is out of range.</exception>
    public SgdOptimizer(IReadOnlyList<ParameterSetting> settings, SgdOptions? options = null, WorkerPool? pool = null)
        : base(settings, pool, options is { Momentum: 0 } ? [] : ["velocity"])
    {
        _options = options ?? new SgdOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    protected override void Move(Span<float> values, ReadOnlySpan<float> gradient, float[][] states, double rate, double weightDecay)
    {
        if (_options.Momentum == 0)
        {
            OptimizerKernel.Descend(values, gradient, (float)rate, (float)weightDecay, Pool);
            return;
        }

        MomentumConstants constants = new((float)rate, (float)weightDecay, (float)_options.Momentum, 1, _options.IsNesterov);
        OptimizerKernel.Momentum(values, gradient, states[0], constants, Pool);
    }
}
