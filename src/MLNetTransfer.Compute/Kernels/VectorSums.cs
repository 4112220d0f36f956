using System.Numerics;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Sums of short vectors.</summary>
internal static class VectorSums
{
    /// <summary>target = left + right; the target may be one of them.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> target)
    {
        int index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            (new Vector<float>(left[index..]) + new Vector<float>(right[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = left[index] + right[index];
        }
    }
}
