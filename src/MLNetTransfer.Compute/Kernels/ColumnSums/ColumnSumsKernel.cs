using System.Buffers;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>Sums over the rows of a matrix: the gradient of a bias.</summary>
public static class ColumnSumsKernel
{
    /// <summary>sums[c] += sum over r of values[r, c]. The same bits for any number of threads.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="values">[rows, columns].</param>
    /// <param name="sums">[columns], added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static unsafe void Add(int rows, int columns, ReadOnlySpan<float> values, Span<float> sums, WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        KernelArguments.CheckLength(values.Length, checked(rows * columns));
        KernelArguments.CheckLength(sums.Length, columns);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            ColumnSumsReference.Add(rows, columns, values, sums);
            return;
        }

        double[] totals = ArrayPool<double>.Shared.Rent(2 * columns);
        fixed (float* source = values)
        {
            ColumnReduction.Run(rows, columns, new ValueTerm(source), totals, pool);
        }

        for (int column = 0; column < columns; column++)
        {
            sums[column] = (float)(sums[column] + totals[column]);
        }

        ArrayPool<double>.Shared.Return(totals);
    }
}
