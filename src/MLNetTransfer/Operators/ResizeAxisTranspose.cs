namespace MLNetTransfer.Operators;

/// <summary>The table of a resized axis read the other way: which elements of the result each element of the input goes into.</summary>
internal sealed class ResizeAxisTranspose
{
    private readonly int[] _starts;
    private readonly int[] _readers;
    private readonly float[] _weights;

    private ResizeAxisTranspose(int[] starts, int[] readers, float[] weights)
    {
        _starts = starts;
        _readers = readers;
        _weights = weights;
    }

    /// <summary>Number of elements of the input.</summary>
    public int Length => _starts.Length - 1;

    /// <summary>Turns a table around.</summary>
    /// <param name="axis">The table.</param>
    /// <param name="input">Elements of the input.</param>
    public static ResizeAxisTranspose Of(ResizeAxis axis, int input)
    {
        int[] starts = new int[input + 1];
        for (int at = 0; at < axis.Indices.Length; at++)
        {
            if (!axis.IsOutside[at / axis.Taps])
            {
                starts[axis.Indices[at] + 1]++;
            }
        }

        for (int index = 0; index < input; index++)
        {
            starts[index + 1] += starts[index];
        }

        int[] next = starts[..input];
        int[] readers = new int[starts[input]];
        float[] weights = new float[starts[input]];
        for (int at = 0; at < axis.Indices.Length; at++)
        {
            if (!axis.IsOutside[at / axis.Taps])
            {
                int place = next[axis.Indices[at]]++;
                readers[place] = at / axis.Taps;
                weights[place] = axis.Weights[at];
            }
        }

        return new ResizeAxisTranspose(starts, readers, weights);
    }

    /// <summary>The elements of the result that an element of the input goes into.</summary>
    public ReadOnlySpan<int> ReadersOf(int index) => _readers.AsSpan(_starts[index].._starts[index + 1]);

    /// <summary>The weight with which it goes into each.</summary>
    public ReadOnlySpan<float> WeightsOf(int index) => _weights.AsSpan(_starts[index].._starts[index + 1]);
}
