using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Onnx;

/// <summary>
/// The attributes of a node by name. Values are <see cref="long"/>, <see cref="float"/>, <see cref="string"/>, <see cref="Tensor"/>, or arrays of these.
/// </summary>
public sealed class OnnxAttributes
{
    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>Makes an empty set.</summary>
    public OnnxAttributes()
    {
    }

    /// <summary>Makes a set of the given values.</summary>
    public OnnxAttributes(IEnumerable<KeyValuePair<string, object>> values)
    {
        foreach ((string name, object value) in values)
        {
            _values[name] = value;
        }
    }

    /// <summary>All attributes, sorted by name.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>Whether the attribute is there.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>An integer, or the default where it is absent.</summary>
    public long Integer(string name, long absent) => Get(name, absent);

    /// <summary>A number, or the default where it is absent.</summary>
    public float Number(string name, float absent) => Get(name, absent);

    /// <summary>A text, or the default where it is absent.</summary>
    public string Text(string name, string absent) => Get(name, absent);

    /// <summary>A list of integers, or null where it is absent.</summary>
    public IReadOnlyList<long>? Integers(string name) => Get<long[]?>(name, null);

    /// <summary>A list of numbers, or null where it is absent.</summary>
    public IReadOnlyList<float>? Numbers(string name) => Get<float[]?>(name, null);

    /// <summary>A list of texts, or null where it is absent.</summary>
    public IReadOnlyList<string>? Texts(string name) => Get<string[]?>(name, null);

    /// <summary>A tensor, or null where it is absent.</summary>
    public Tensor? Tensor(string name) => Get<Tensor?>(name, null);

    private T Get<T>(string name, T absent)
    {
        if (!_values.TryGetValue(name, out object? value))
        {
            return absent;
        }

        return value is T typed
            ? typed
            : throw new OnnxException($"Attribute '{name}' holds a {value.GetType().Name}, expected {typeof(T).Name}.");
    }
}
