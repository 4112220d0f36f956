using System.Buffers;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>
/// Sums over the rows of a matrix. The rows are cut into at most 64 parts by the sizes alone; each part is summed in float, a block of rows at a time, and
/// the parts are added in their order in double, so that the number of threads changes nothing.
/// </summary>
internal static unsafe class ColumnReduction
{
    private const int MaximumParts = 64;
    private const int ElementsOfPart = 16384;

    /// <summary>Puts the first sums of all columns into <paramref name="sums"/> and the second ones behind them.</summary>
    public static void Run<TTerm>(int rows, int columns, TTerm term, Span<double> sums, WorkerPool pool)
        where TTerm : struct, IColumnTerm
    {
        sums[..(2 * columns)].Clear();
        if (rows == 0 || columns == 0)
        {
            return;
        }

        int rowsOfPart = Math.Max((rows + MaximumParts - 1) / MaximumParts, Math.Max(1, ElementsOfPart / columns));
        int parts = (rows + rowsOfPart - 1) / rowsOfPart;
        int length = 2 * columns;
        float[] partialSums = ArrayPool<float>.Shared.Rent(checked(parts * 2 * length));
        fixed (float* partials = partialSums)
        {
            pool.Run(parts, new ColumnReductionBody<TTerm>(rows, rowsOfPart, columns, term, partials));
        }

        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<float> summands = partialSums.AsSpan(part * 2 * length, length);
            for (int i = 0; i < length; i++)
            {
                sums[i] += summands[i];
            }
        }

        ArrayPool<float>.Shared.Return(partialSums);
    }
}
