namespace MLNetTransfer.Training.FineTuning;

/// <summary>The numbers of a network at one moment: parameters and running statistics, copied.</summary>
public sealed class NetworkSnapshot
{
    private NetworkSnapshot(IReadOnlyList<NamedNumbers> arrays)
    {
        Arrays = arrays;
    }

    /// <summary>The numbers by name.</summary>
    public IReadOnlyList<NamedNumbers> Arrays { get; }

    /// <summary>Copies the numbers of a network.</summary>
    public static NetworkSnapshot Of(TrainableNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new([.. Targets(network).Select(target => new NamedNumbers(target.Name, target.Target.ToArray()))]);
    }

    /// <summary>A snapshot that was saved.</summary>
    public static NetworkSnapshot From(IReadOnlyList<NamedNumbers> arrays) => new(arrays);

    /// <summary>Numbers on the straight line between two snapshots of the same network.</summary>
    /// <param name="start">What a share of 0 gives.</param>
    /// <param name="end">What a share of 1 gives.</param>
    /// <param name="share">0 to 1.</param>
    public static NetworkSnapshot Between(NetworkSnapshot start, NetworkSnapshot end, double share)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        return new([.. start.Arrays.Zip(end.Arrays, (first, second) => new NamedNumbers(first.Name, Mix(first.Values.Span, second.Values.Span, (float)share)))]);
    }

    /// <summary>Puts the numbers back.</summary>
    /// <exception cref="ArgumentException">They are of another network.</exception>
    public void Restore(TrainableNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        new TrainingState(0, Arrays).CopyTo([.. Targets(network)]);
    }

    private static float[] Mix(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float share)
    {
        float[] mixed = new float[first.Length];
        for (int index = 0; index < mixed.Length; index++)
        {
            mixed[index] = first[index] + (share * (second[index] - first[index]));
        }

        return mixed;
    }

    private static IEnumerable<(string Name, Memory<float> Target)> Targets(TrainableNetwork network) => network.Parameters
        .Select(parameter => (parameter.Name, parameter.Value.Memory))
        .Concat(network.Statistics.Select(statistic => (statistic.Key, statistic.Value.Memory)));
}
