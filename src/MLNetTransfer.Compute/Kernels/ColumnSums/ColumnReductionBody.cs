using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>
/// The sums of some rows a part. Four rows go together from left to right, so that memory is read nearly in its order and a column's sums are loaded and stored once for four
/// summands; the next four are asked for meanwhile. Blocks of rows are summed for themselves first, which keeps rounding errors small.
/// </summary>
internal readonly unsafe struct ColumnReductionBody<TTerm>(int rows, int rowsOfPart, int columns, TTerm term, float* partials) : IParallelBody
    where TTerm : struct, IColumnTerm
{
    private const int RowsTogether = 4;
    private const int RowsOfBlock = 128;

    /// <inheritdoc/>
    public void Execute(int index)
    {
        int length = 2 * columns;
        Span<float> sums = new(partials + ((nint)index * 2 * length), length);
        float* ofBlock = partials + ((nint)index * 2 * length) + length;
        sums.Clear();
        int start = index * rowsOfPart;
        int end = (int)Math.Min(rows, (long)start + rowsOfPart);
        while (start < end)
        {
            new Span<float>(ofBlock, length).Clear();
            int endOfBlock = Math.Min(end, start + RowsOfBlock);
            for (; start <= endOfBlock - RowsTogether; start += RowsTogether)
            {
                AddFour((nint)start * columns, ofBlock);
            }

            for (; start < endOfBlock; start++)
            {
                AddOne((nint)start * columns, ofBlock);
            }

            VectorSums.Add(sums, new ReadOnlySpan<float>(ofBlock, length), sums);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFour(nint origin, float* sums)
    {
        TTerm source = term;
        nint step = columns;
        nint column = 0;
        source.Ask(origin + (RowsTogether * step), RowsTogether * step);
        for (; column <= step - Vector<float>.Count; column += Vector<float>.Count)
        {
            AddFour(source, default(FullAccess), origin, step, column, sums);
        }

        if (column < step)
        {
            AddFour(source, new PartialAccess(step - column), origin, step, column, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour<TAccess>(TTerm source, TAccess access, nint origin, nint step, nint column, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> first = Vector<float>.Zero;
        Vector<float> second = Vector<float>.Zero;
        nint position = origin + column;
        source.Add(access, position, column, ref first, ref second);
        source.Add(access, position + step, column, ref first, ref second);
        source.Add(access, position + (2 * step), column, ref first, ref second);
        source.Add(access, position + (3 * step), column, ref first, ref second);
        AddTo(access, sums + column, step, first, second);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOne(nint origin, float* sums)
    {
        nint step = columns;
        nint column = 0;
        for (; column <= step - Vector<float>.Count; column += Vector<float>.Count)
        {
            AddOne(default(FullAccess), origin, step, column, sums);
        }

        if (column < step)
        {
            AddOne(new PartialAccess(step - column), origin, step, column, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddOne<TAccess>(TAccess access, nint origin, nint step, nint column, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> first = Vector<float>.Zero;
        Vector<float> second = Vector<float>.Zero;
        term.Add(access, origin + column, column, ref first, ref second);
        AddTo(access, sums + column, step, first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TAccess>(TAccess access, float* sums, nint step, Vector<float> first, Vector<float> second)
        where TAccess : struct, IVectorAccess
    {
        access.Store(access.Load(sums) + first, sums);
        access.Store(access.Load(sums + step) + second, sums + step);
    }
}
