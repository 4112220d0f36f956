using System.Numerics;
using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// A running average of the weights, which is often better than the last weights (Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992).
/// Update t (from 0) moves the average by 1 - min(decay, (1 + t) / (10 + t)) of the way to the weights, so that it follows quickly at first.
/// </summary>
public sealed class WeightAverage
{
    private readonly double _decay;
    private readonly (string Name, Tensor<float> Live, float[] Average)[] _entries;
    private readonly WorkerPool _pool;

    /// <summary>Starts from the weights of now.</summary>
    /// <param name="parameters">The parameters to follow.</param>
    /// <param name="statistics">What else belongs to the model and moves: the running statistics of normalizations, by name.</param>
    /// <param name="decay">How much of the average is kept in the long run, from 0 to below 1.</param>
    /// <param name="pool">Threads to divide the work among; null for the calling one.</param>
    /// <exception cref="ArgumentException">The decay is out of range, or a name comes twice.</exception>
    public WeightAverage(
        IEnumerable<Parameter> parameters, IEnumerable<(string Name, Tensor<float> Values)>? statistics = null, double decay = 0.999, WorkerPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        OptionChecks.Require(decay is >= 0 and < 1, nameof(decay), decay, "a number from 0 to below 1");
        _decay = decay;
        _pool = pool ?? WorkerPool.Sequential;
        _entries =
        [
            .. parameters.Select(parameter => (parameter.Name, parameter.Value)).Concat(statistics ?? [])
                .Select(tensor => (tensor.Item1, tensor.Item2, tensor.Item2.Span.ToArray())),
        ];
        if (_entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"'{twice.Key}' comes twice; expected are names that differ.", nameof(parameters));
        }
    }

    /// <summary>Number of updates.</summary>
    public long Updates { get; private set; }

    /// <summary>Whether the network holds the averages, and this object the weights that train.</summary>
    public bool IsSwappedIn { get; private set; }

    /// <summary>Lets the averages follow the weights; to be called after every step.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Update()
    {
        CheckSwappedOut();
        double keep = Math.Min(_decay, (1.0 + Updates) / (10.0 + Updates));
        foreach ((_, Tensor<float> live, float[] average) in _entries)
        {
            OptimizerKernel.Average(average, live.Span, (float)(1 - keep), _pool);
        }

        Updates++;
    }

    /// <summary>Exchanges the weights of the network and the averages: once to validate or save with the averages, once more to train on.</summary>
    public void Swap()
    {
        foreach ((_, Tensor<float> live, float[] average) in _entries)
        {
            Exchange(live.Span, average);
        }

        IsSwappedIn = !IsSwappedIn;
    }

    /// <summary>The averages of now under the names of their tensors; they are this object's own memory.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public TrainingState Save()
    {
        CheckSwappedOut();
        return new TrainingState(Updates, [.. _entries.Select(entry => new NamedNumbers(entry.Name, entry.Average))]);
    }

    /// <summary>Goes on from averages that <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message says where. Nothing has changed then.</exception>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Load(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckSwappedOut();
        state.CopyTo([.. _entries.Select(entry => (entry.Name, entry.Average.AsMemory()))]);
        Updates = state.Steps;
    }

    private static void Exchange(Span<float> left, Span<float> right)
    {
        int index = 0;
        for (; index <= left.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector<float> kept = new(left[index..]);
            new Vector<float>(right[index..]).CopyTo(left[index..]);
            kept.CopyTo(right[index..]);
        }

        for (; index < left.Length; index++)
        {
            (left[index], right[index]) = (right[index], left[index]);
        }
    }

    private void CheckSwappedOut()
    {
        if (IsSwappedIn)
        {
            throw new InvalidOperationException("The network holds the averages; expected is that they are swapped out before training goes on or is saved.");
        }
    }
}
