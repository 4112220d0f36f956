using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>A binary operator with a repeated row over some rows a part.</summary>
internal readonly unsafe struct BinaryRowBody<TOperator>(TOperator function, float* left, float* row, int columns, float* output, int count) : IParallelBody
    where TOperator : struct, IBinaryOperator
{
    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Execute(int index)
    {
        int rows = ElementwiseChunks.RowsOf(columns);
        nint start = (nint)index * rows * columns;
        nint end = Math.Min(count, start + ((nint)rows * columns));
        int length = ElementwiseChunks.RepeatedLength(columns);
        float* repeated = row;
        if (length != columns)
        {
            float* pattern = stackalloc float[ElementwiseChunks.PatternLength];
            ElementwiseChunks.Repeat(new ReadOnlySpan<float>(row, columns), new Span<float>(pattern, length));
            repeated = pattern;
        }

        for (; start < end; start += length)
        {
            ElementwiseVector.Binary(function, left + start, repeated, output + start, Math.Min(length, end - start));
        }
    }
}
