using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>
/// The sums of some rows a part. A block of rows that fits the nearest cache is read column by column, so that sums stay in registers; the sums of the
/// blocks are added up, which keeps rounding errors small.
/// </summary>
internal readonly unsafe struct ColumnReductionBody<TTerm>(int rows, int rowsOfPart, int columns, TTerm term, float* partials) : IParallelBody
    where TTerm : struct, IColumnTerm
{
    private const int ElementsOfBlock = 4096;
    private const int RowsOfBlock = 128;

    /// <inheritdoc/>
    public void Execute(int index)
    {
        float* sums = partials + ((nint)index * 2 * columns);
        new Span<float>(sums, 2 * columns).Clear();
        int start = index * rowsOfPart;
        int end = (int)Math.Min(rows, (long)start + rowsOfPart);
        int rowsOfBlock = Math.Clamp(ElementsOfBlock / columns, 8, RowsOfBlock);
        for (; start < end; start += rowsOfBlock)
        {
            AddBlock(start, Math.Min(rowsOfBlock, end - start), sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(int start, int count, float* sums)
    {
        TTerm source = term;
        nint step = columns;
        nint width = Vector<float>.Count;
        nint origin = start * step;
        nint end = origin + (count * step);
        nint column = 0;
        for (; column <= step - (4 * width); column += 4 * width)
        {
            Vector<float> first0 = Vector<float>.Zero;
            Vector<float> first1 = first0, first2 = first0, first3 = first0;
            Vector<float> second0 = first0, second1 = first0, second2 = first0, second3 = first0;
            for (nint position = origin + column; position < end; position += step)
            {
                source.Add(default(FullAccess), position, column, ref first0, ref second0);
                source.Add(default(FullAccess), position + width, column + width, ref first1, ref second1);
                source.Add(default(FullAccess), position + (2 * width), column + (2 * width), ref first2, ref second2);
                source.Add(default(FullAccess), position + (3 * width), column + (3 * width), ref first3, ref second3);
            }

            AddTo(default(FullAccess), sums + column, first0, second0);
            AddTo(default(FullAccess), sums + column + width, first1, second1);
            AddTo(default(FullAccess), sums + column + (2 * width), first2, second2);
            AddTo(default(FullAccess), sums + column + (3 * width), first3, second3);
        }

        for (; column <= step - width; column += width)
        {
            AddColumn(default(FullAccess), origin + column, end, column, sums);
        }

        if (column < step)
        {
            AddColumn(new PartialAccess(step - column), origin + column, end, column, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddColumn<TAccess>(TAccess access, nint position, nint end, nint column, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> first = Vector<float>.Zero;
        Vector<float> second = Vector<float>.Zero;
        for (; position < end; position += columns)
        {
            term.Add(access, position, column, ref first, ref second);
        }

        AddTo(access, sums + column, first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTo<TAccess>(TAccess access, float* sums, Vector<float> first, Vector<float> second)
        where TAccess : struct, IVectorAccess
    {
        access.Store(access.Load(sums) + first, sums);
        access.Store(access.Load(sums + columns) + second, sums + columns);
    }
}
