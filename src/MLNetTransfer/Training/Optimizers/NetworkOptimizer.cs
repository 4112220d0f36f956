using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>Moves the parameters of a network along their gradients. Each number moves on its own, so the number of threads changes nothing.</summary>
public abstract class NetworkOptimizer
{
    private readonly float[][][] _states;
    private readonly string[] _stateNames;

    /// <summary>Starts with state of zeros.</summary>
    /// <param name="settings">The parameters with their shares of the rate, as <see cref="ParameterSettings.Of"/> gives them.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <param name="stateNames">What is kept for each number of a parameter from step to step.</param>
    protected NetworkOptimizer(IReadOnlyList<ParameterSetting> settings, WorkerPool? pool, params string[] stateNames)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(stateNames);
        Settings = settings;
        Pool = pool ?? WorkerPool.Sequential;
        _stateNames = stateNames;
        _states = [.. settings.Select(setting => stateNames.Select(_ => new float[setting.Parameter.Value.Shape.Count]).ToArray())];
    }

    /// <summary>The parameters with their shares of the rate.</summary>
    public IReadOnlyList<ParameterSetting> Settings { get; }

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Threads to divide the work among.</summary>
    protected WorkerPool Pool { get; }

    /// <summary>Moves every parameter one step. Gradients stay as they are.</summary>
    /// <param name="rate">Learning rate, multiplied by the factor of each parameter; finite, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public void Step(double rate)
    {
        OptionChecks.Require(double.IsFinite(rate) && rate >= 0, nameof(rate), rate, "a finite number from 0");
        Steps++;
        for (int index = 0; index < Settings.Count; index++)
        {
            ParameterSetting setting = Settings[index];
            Move(setting.Parameter.Value.Span, setting.Parameter.Gradient.Span, _states[index], rate * setting.RateFactor, setting.WeightDecay);
        }
    }

    /// <summary>Sets all gradients to zero, so that backward passes can add to them.</summary>
    public void ClearGradients()
    {
        foreach (ParameterSetting setting in Settings)
        {
            setting.Parameter.Gradient.Span.Clear();
        }
    }

    /// <summary>The state of now: arrays called <c>parameter/state</c>, which are the optimizer's own memory.</summary>
    public TrainingState Save() => new(Steps, [.. Arrays().Select(array => new NamedNumbers(array.Name, array.Target))]);

    /// <summary>Goes on from a state that an optimizer of the same kind over the same parameters gave.</summary>
    /// <exception cref="ArgumentException">It does not fit; the message says where. Nothing has changed then.</exception>
    public void Load(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CopyTo([.. Arrays()]);
        Steps = state.Steps;
    }

    /// <summary>Moves one parameter. <see cref="Steps"/> counts this step already.</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="gradient">One derivative a value.</param>
    /// <param name="states">One array a state name, each as long as the values; changed in place.</param>
    /// <param name="rate">Learning rate of this parameter.</param>
    /// <param name="weightDecay">Weight decay of this parameter.</param>
    protected abstract void Move(Span<float> values, ReadOnlySpan<float> gradient, float[][] states, double rate, double weightDecay);

    private IEnumerable<(string Name, Memory<float> Target)> Arrays()
    {
        for (int index = 0; index < Settings.Count; index++)
        {
            for (int state = 0; state < _stateNames.Length; state++)
            {
                yield return ($"{Settings[index].Parameter.Name}/{_stateNames[state]}", _states[index][state]);
            }
        }
    }
}
