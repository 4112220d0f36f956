using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.ColumnSums;

public sealed class ColumnSumsKernelTests
{
    private static readonly WorkerPool ThreeThreads = new(3);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(40009, 1)]
    [InlineData(20011, 3)]
    [InlineData(131, 8)]
    [InlineData(13, 31)]
    [InlineData(5003, 67)]
    [InlineData(3, 20011)]
    public void Add_EverySize_IsTheDefinitionForAnyNumberOfThreads(int rows, int columns)
    {
        float[] values = KernelAssert.Random(1, rows * columns);
        float[] start = KernelAssert.Random(2, columns);
        float[] expected = [.. start];
        ColumnSumsReference.Add(rows, columns, values, expected);
        GuardedBuffer one = new(start);
        GuardedBuffer three = new(start);
        ColumnSumsKernel.Add(rows, columns, values, one.Span, WorkerPool.Sequential);
        ColumnSumsKernel.Add(rows, columns, values, three.Span, ThreeThreads);
        one.AssertGuardsUntouched();

        // Blocks of 128 rows are summed in float: the sum of a block is about its square root.
        float[] magnitudes = new float[columns];
        magnitudes.AsSpan().Fill(MathF.Sqrt(rows));
        KernelAssert.Close(expected, magnitudes, one.Span, 8);
        KernelAssert.Identical(one.Span, three.Span);
    }

    [Fact]
    public void Add_HandComputed_IsAdded()
    {
        float[] sums = [10, 20];
        ColumnSumsKernel.Add(3, 2, [1, 2, 3, 4, 5, 6], sums, WorkerPool.Sequential);
        Assert.Equal([19, 32], sums);
    }
}
