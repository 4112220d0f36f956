using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>A rule over one chunk of the parameters a part. What does not fill a vector goes through one, so that a parameter moves alike wherever it lies.</summary>
internal readonly unsafe struct UpdateBody<TRule>(TRule rule, float* values, float* gradient, float* first, float* second, int count) : IParallelBody
    where TRule : struct, IUpdateRule
{
    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Execute(int index)
    {
        nint width = Vector<float>.Count;
        nint i = (nint)index * ElementwiseChunks.Length;
        nint end = Math.Min(count, i + ElementwiseChunks.Length);
        Vector<float> one = default;
        Vector<float> two = default;
        for (; i <= end - width; i += width)
        {
            if (TRule.StateCount > 0)
            {
                one = Vector.Load(first + i);
            }

            if (TRule.StateCount > 1)
            {
                two = Vector.Load(second + i);
            }

            rule.Update(Vector.Load(values + i), Vector.Load(gradient + i), ref one, ref two).Store(values + i);
            if (TRule.StateCount > 0)
            {
                one.Store(first + i);
            }

            if (TRule.StateCount > 1)
            {
                two.Store(second + i);
            }
        }

        if (i < end)
        {
            UpdateRest(i, end - i);
        }
    }

    private void UpdateRest(nint i, nint rest)
    {
        Vector<float> one = TRule.StateCount > 0 ? ElementwiseVector.LoadPartial(first + i, rest) : default;
        Vector<float> two = TRule.StateCount > 1 ? ElementwiseVector.LoadPartial(second + i, rest) : default;
        Vector<float> moved = rule.Update(
            ElementwiseVector.LoadPartial(values + i, rest), ElementwiseVector.LoadPartial(gradient + i, rest), ref one, ref two);
        ElementwiseVector.StorePartial(moved, values + i, rest);
        if (TRule.StateCount > 0)
        {
            ElementwiseVector.StorePartial(one, first + i, rest);
        }

        if (TRule.StateCount > 1)
        {
            ElementwiseVector.StorePartial(two, second + i, rest);
        }
    }
}
