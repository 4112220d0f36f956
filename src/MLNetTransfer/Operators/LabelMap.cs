using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>A table from elements of one type to elements of another.</summary>
internal abstract class LabelMap
{
    /// <summary>What is looked up.</summary>
    public abstract ElementType KeyType { get; }

    /// <summary>What is found.</summary>
    public abstract ElementType ValueType { get; }

    /// <summary>Looks up every element.</summary>
    public abstract void Apply(Tensor input, Tensor output);

    /// <summary>Makes a table; of equal keys the last one counts.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">As many values.</param>
    /// <param name="absent">What stands for all other keys: one element of the type of the values.</param>
    public static LabelMap Of(Tensor keys, Tensor values, Tensor absent)
    {
        LabelMap[] made = new LabelMap[1];
        ElementDispatch.Any(keys.ElementType, new ForKey(keys, values, absent, made));
        return made[0];
    }

    private readonly record struct ForKey(Tensor Keys, Tensor Values, Tensor Absent, LabelMap[] Made) : IElementAction
    {
        public void Invoke<TKey>()
            where TKey : notnull => ElementDispatch.Any(Values.ElementType, new ForValue<TKey>((Tensor<TKey>)Keys, Values, Absent, Made));
    }

    private readonly record struct ForValue<TKey>(Tensor<TKey> Keys, Tensor Values, Tensor Absent, LabelMap[] Made) : IElementAction
        where TKey : notnull
    {
        public void Invoke<TValue>()
            where TValue : notnull => Made[0] = new Typed<TKey, TValue>(Keys.Span, ((Tensor<TValue>)Values).Span, ((Tensor<TValue>)Absent).Span[0]);
    }

    private sealed class Typed<TKey, TValue> : LabelMap
        where TKey : notnull
        where TValue : notnull
    {
        private readonly Dictionary<TKey, TValue> _entries;
        private readonly TValue _absent;

        public Typed(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, TValue absent)
        {
            _absent = absent;
            _entries = new Dictionary<TKey, TValue>(keys.Length);
            for (int index = 0; index < keys.Length; index++)
            {
                _entries[keys[index]] = values[index];
            }
        }

        public override ElementType KeyType => Tensor.ElementTypeOf<TKey>();

        public override ElementType ValueType => Tensor.ElementTypeOf<TValue>();

        public override void Apply(Tensor input, Tensor output)
        {
            ReadOnlySpan<TKey> keys = ((Tensor<TKey>)input).Span;
            Span<TValue> values = ((Tensor<TValue>)output).Span;
            for (int index = 0; index < keys.Length; index++)
            {
                values[index] = _entries.TryGetValue(keys[index], out TValue? value) ? value : _absent;
            }
        }
    }
}
