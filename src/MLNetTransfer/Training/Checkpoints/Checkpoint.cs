using System.Text.Json.Nodes;

namespace MLNetTransfer.Training.Checkpoints;

/// <summary>What a run left to go on from; <see cref="CheckpointWriter"/> writes it. Reading checks everything: the file may be damaged or a stranger's.</summary>
public sealed class Checkpoint
{
    private readonly string _name;

    internal Checkpoint(string name, JsonObject state, IReadOnlyDictionary<string, float[]> arrays)
    {
        _name = name;
        State = state;
        Arrays = arrays;
    }

    /// <summary>Numbers and texts: epoch, step, seed, digest of the options, schedule, rows of the history.</summary>
    public JsonObject State { get; }

    /// <summary>The arrays by name.</summary>
    public IReadOnlyDictionary<string, float[]> Arrays { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, is damaged, is no checkpoint, or is of a newer program.</exception>
    public static Checkpoint Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return CheckpointReader.Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint '{path}' cannot be read: {exception.Message} Name another one or start the run anew.", exception);
        }
    }

    /// <summary>A number or a text of <see cref="State"/>.</summary>
    /// <typeparam name="T">For instance <see cref="int"/>, <see cref="double"/> or <see cref="string"/>.</typeparam>
    /// <exception cref="CheckpointException">It is missing or something else.</exception>
    public T Value<T>(string name)
    {
        if (State[name] is not JsonNode node)
        {
            throw CheckpointException.Damaged(_name, $"the state lacks '{name}'.");
        }

        return node is JsonValue value && value.TryGetValue(out T? result)
            ? result
            : throw CheckpointException.Damaged(_name, $"'{name}' of the state is {Shortened(node)}; expected is a value of the type {typeof(T).Name}.");
    }

    /// <summary>An array of a known length.</summary>
    /// <exception cref="CheckpointException">It is missing or has another length.</exception>
    public float[] Array(string name, int length)
    {
        if (!Arrays.TryGetValue(name, out float[]? values))
        {
            throw CheckpointException.Damaged(_name, $"there is no array '{name}'; it is of another network or another run.");
        }

        return values.Length == length
            ? values
            : throw CheckpointException.Damaged(_name, $"the array '{name}' has {values.Length} numbers, expected are {length}; it is of another network or another run.");
    }

    /// <summary>What <see cref="CheckpointWriter.Add(string, TrainingState)"/> wrote.</summary>
    /// <exception cref="CheckpointException">There is no such section.</exception>
    public TrainingState Section(string section)
    {
        long steps = Value<long>(CheckpointFormat.StepsOf(section));
        string prefix = section + "/";
        return new TrainingState(
            steps,
            [.. Arrays.Where(array => array.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(array => new NamedNumbers(array.Key[prefix.Length..], array.Value))]);
    }

    private static string Shortened(JsonNode node)
    {
        string text = node.ToJsonString();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
    }
}
