using MLNetTransfer.Compute.Kernels.Softmax;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Softmax;

public sealed class SoftmaxKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    public static TheoryData<int, int> Sizes
    {
        get
        {
            TheoryData<int, int> sizes = new() { { 0, 4 }, { 3, 0 }, { 3, 1000 }, { 5003, 10 }, { 40, 1001 } };
            for (int columns = 1; columns <= 33; columns++)
            {
                sizes.Add(3, columns);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SoftmaxAndLogSoftmax_EverySize_AreTheDefinition(int rows, int columns)
    {
        // A difference of up to 20 is rounded once: 10 units of the last place of 1, which the exponential makes 10 roundings of its result. Beside them a
        // probability is rounded by the exponential (2), the sum (2) and the division, a logarithm by the sum and both subtractions.
        float[] input = Array.ConvertAll(KernelAssert.Random(columns, rows * columns), unit => unit * 10);
        foreach (bool logarithm in new[] { false, true })
        {
            float[] expected = new float[input.Length];
            SoftmaxReference.Forward(rows, columns, logarithm, input, expected);
            GuardedBuffer one = new(input.Length);
            GuardedBuffer two = new(input);
            Run(rows, columns, logarithm, input, one, WorkerPool.Sequential);
            Run(rows, columns, logarithm, two.Span, two, TwoThreads);
            if (logarithm)
            {
                KernelAssert.Close(expected, Array.ConvertAll(expected, Math.Abs), one.Span, 4);
            }
            else
            {
                KernelAssert.Close(expected, one.Span, 15);
            }

            KernelAssert.Identical(one.Span, two.Span);
            for (int row = 0; row < Math.Min(rows, 5); row++)
            {
                GuardedBuffer alone = new(columns);
                Run(1, columns, logarithm, input.AsSpan(row * columns, columns), alone, WorkerPool.Sequential);
                KernelAssert.Identical(one.Span.Slice(row * columns, columns), alone.Span);
            }
        }
    }

    [Fact]
    public void Softmax_LargeNumbers_DoesNotOverflow()
    {
        float[] output = new float[2];
        SoftmaxKernel.Softmax(1, 2, [1e30f, 1e30f], output, WorkerPool.Sequential);
        Assert.Equal([0.5f, 0.5f], output);
        SoftmaxKernel.LogSoftmax(1, 2, [1000, 0], output, WorkerPool.Sequential);
        Assert.Equal([0f, -1000f], output);
    }

    [Fact]
    public void Softmax_ShortOutput_IsRefused() =>
        Assert.Throws<ArgumentException>(() => SoftmaxKernel.Softmax(2, 2, new float[4], new float[3], WorkerPool.Sequential));

    private static void Run(int rows, int columns, bool logarithm, ReadOnlySpan<float> input, GuardedBuffer output, WorkerPool pool)
    {
        if (logarithm)
        {
            SoftmaxKernel.LogSoftmax(rows, columns, input, output.Span, pool);
        }
        else
        {
            SoftmaxKernel.Softmax(rows, columns, input, output.Span, pool);
        }

        output.AssertGuardsUntouched();
    }
}
