using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>
/// Copies a block of elements between tensors of any order in memory: transposing, slicing, joining, repeating and changing the format are this.
/// </summary>
internal static class StridedCopy
{
    /// <summary>target[targetStart + sum of i targetStrides] = source[sourceStart + sum of i sourceStrides] for all indices i of the block.</summary>
    /// <param name="dimensions">Size of the block.</param>
    /// <param name="source">Where the elements come from.</param>
    /// <param name="sourceStart">First element read.</param>
    /// <param name="sourceStrides">One stride a dimension; 0 repeats, negative walks backwards.</param>
    /// <param name="target">Where they go to; the block must not overlap what is read, unless both are the same elements.</param>
    /// <param name="targetStart">First element written.</param>
    /// <param name="targetStrides">One stride a dimension.</param>
    public static void Copy<T>(
        ReadOnlySpan<int> dimensions,
        ReadOnlySpan<T> source,
        int sourceStart,
        ReadOnlySpan<int> sourceStrides,
        Span<T> target,
        int targetStart,
        ReadOnlySpan<int> targetStrides)
    {
        if (dimensions.Contains(0))
        {
            return;
        }

        int rank = dimensions.Length;
        if (rank == 0)
        {
            target[targetStart] = source[sourceStart];
            return;
        }

        Span<int> loops = stackalloc int[rank];
        Span<int> strides = stackalloc int[2 * rank];
        dimensions.CopyTo(loops);
        targetStrides[..rank].CopyTo(strides);
        sourceStrides[..rank].CopyTo(strides[rank..]);
        int inner = StridedLoop.Simplify(loops, strides) - 1;
        Span<int> counters = stackalloc int[inner];
        counters.Clear();
        Span<int> offsets = [targetStart, sourceStart];
        int length = loops[inner];
        int targetStep = strides[inner];
        int sourceStep = strides[rank + inner];
        do
        {
            CopyRun(length, source, offsets[1], sourceStep, target, offsets[0], targetStep);
        }
        while (StridedLoop.Advance(loops, strides, rank, counters, offsets));
    }

    /// <summary>Copies a whole tensor into another of the same shape and any format.</summary>
    public static void Copy(Tensor source, Tensor target) => ElementDispatch.Any(source.ElementType, new WholeCopy(source, target));

    private static void CopyRun<T>(int length, ReadOnlySpan<T> source, int from, int sourceStep, Span<T> target, int to, int targetStep)
    {
        if (targetStep == 1 && sourceStep == 1)
        {
            source.Slice(from, length).CopyTo(target.Slice(to, length));
        }
        else if (targetStep == 1 && sourceStep == 0)
        {
            target.Slice(to, length).Fill(source[from]);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                target[to] = source[from];
                to += targetStep;
                from += sourceStep;
            }
        }
    }

    private readonly record struct WholeCopy(Tensor Source, Tensor Target) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> source = (Tensor<T>)Source;
            Tensor<T> target = (Tensor<T>)Target;
            if (source.Format == target.Format)
            {
                source.Span.CopyTo(target.Span);
                return;
            }

            Span<int> sourceStrides = stackalloc int[4];
            Span<int> targetStrides = stackalloc int[4];
            Strides.Fill(source.Shape, source.Format, sourceStrides);
            Strides.Fill(target.Shape, target.Format, targetStrides);
            StridedCopy.Copy(source.Shape.Dimensions, source.Span, 0, sourceStrides, target.Span, 0, targetStrides);
        }
    }
}
