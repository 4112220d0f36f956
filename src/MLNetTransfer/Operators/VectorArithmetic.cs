using System.Numerics;

namespace MLNetTransfer.Operators;

/// <summary>Sums over short vectors, such as the weights of one channel; the order of the additions depends on the length only.</summary>
internal static class VectorArithmetic
{
    /// <summary>target = factor * values.</summary>
    public static void Scale(ReadOnlySpan<float> values, float factor, Span<float> target)
    {
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            (new Vector<float>(values[index..]) * factor).CopyTo(target[index..]);
        }

        for (; index < values.Length; index++)
        {
            target[index] = values[index] * factor;
        }
    }

    /// <summary>target = left * right; the target may be one of them.</summary>
    public static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> target)
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = left[index] * right[index];
        }
    }

    /// <summary>target += factor * values.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> values, Span<float> target)
    {
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            ((new Vector<float>(values[index..]) * factor) + new Vector<float>(target[index..])).CopyTo(target[index..]);
        }

        for (; index < values.Length; index++)
        {
            target[index] += values[index] * factor;
        }
    }

    /// <summary>Sum of left * right.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector<float> sums = Vector<float>.Zero;
        int index = 0;
        for (; index <= left.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            sums += new Vector<float>(left[index..]) * new Vector<float>(right[index..]);
        }

        float sum = Vector.Sum(sums);
        for (; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return sum;
    }
}
