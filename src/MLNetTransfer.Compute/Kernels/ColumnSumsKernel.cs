using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>Sums of the columns of a matrix: gradients of biases.</summary>
public static class ColumnSumsKernel
{
    /// <summary>sums[c] += sum over the rows of values[r, c]. The rows are summed in parts that depend on the sizes only, and the parts in their order.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="values">[rows, columns].</param>
    /// <param name="sums">[columns], added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static unsafe void Add(int rows, int columns, ReadOnlySpan<float> values, Span<float> sums, WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(pool);
        KernelArguments.CheckLength(values.Length, checked(rows * columns));
        KernelArguments.CheckLength(sums.Length, columns);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ColumnSumsReference.Add(rows, columns, values, sums);
            return;
        }

        RowParts parts = new(rows);
        float[] partial = ArrayPool<float>.Shared.Rent(Math.Max(1, parts.Count * columns));
        fixed (float* source = values, target = partial)
        {
            pool.Run(parts.Count, new Body(parts, columns, source, target));
        }

        for (int part = 0; part < parts.Count; part++)
        {
            VectorSums.Add(sums[..columns], partial.AsSpan(part * columns, columns), sums[..columns]);
        }

        ArrayPool<float>.Shared.Return(partial);
    }

    private readonly unsafe struct Body(RowParts parts, int columns, float* values, float* partial) : IParallelBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Execute(int index)
        {
            (int first, int end) = parts.Locate(index);
            float* target = partial + ((nint)index * columns);
            int column = 0;
            for (; column <= columns - Vector<float>.Count; column += Vector<float>.Count)
            {
                float* source = values + ((nint)first * columns) + column;
                Vector<float> even = Vector<float>.Zero;
                Vector<float> odd = Vector<float>.Zero;
                int row = first;
                for (; row < end - 1; row += 2)
                {
                    even += Vector.Load(source);
                    odd += Vector.Load(source + columns);
                    source += 2 * (nint)columns;
                }

                if (row < end)
                {
                    even += Vector.Load(source);
                }

                (even + odd).Store(target + column);
            }

            for (; column < columns; column++)
            {
                float sum = 0;
                for (int row = first; row < end; row++)
                {
                    sum += values[((nint)row * columns) + column];
                }

                target[column] = sum;
            }
        }
    }
}
