using MLNetTransfer.Compute.Kernels.Optimizers;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Optimizers;

public sealed class OptimizerKernelTests
{
    // Each formula is at most eight operations on numbers below 4; the divisors are at least the epsilon of 0.1 or so.
    private const double Roundings = 8;

    private static readonly WorkerPool TwoThreads = new(2);

    private delegate void Kernel(Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, WorkerPool pool);

    private delegate void Definition(Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second);

    public static TheoryData<int> Lengths => [0, 1, 2, 3, 7, 8, 9, 13, 31, 67, 16384, 16385, 40009];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Descend_EveryLength_IsTheDefinition(int length) => Check(
        length,
        (values, gradient, _, _, pool) => OptimizerKernel.Descend(values, gradient, 0.3f, 0.05f, pool),
        (values, gradient, _, _) => OptimizerReference.Descend(values, gradient, 0.3f, 0.05f));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Momentum_EveryLength_IsTheDefinition(int length)
    {
        foreach (bool nesterov in new[] { false, true })
        {
            MomentumConstants constants = new(0.3f, 0.05f, 0.9f, 0.7f, nesterov);
            Check(
                length,
                (values, gradient, first, _, pool) => OptimizerKernel.Momentum(values, gradient, first, constants, pool),
                (values, gradient, first, _) => OptimizerReference.Momentum(values, gradient, first, constants));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Adam_EveryLength_IsTheDefinition(int length)
    {
        AdamConstants constants = new(0.3f, 0.95f, 0.05f, 0.9f, 0.1f, 0.99f, 0.01f, 2.5f, 0.1f);
        Check(
            length,
            (values, gradient, first, second, pool) => OptimizerKernel.Adam(values, gradient, first, second, constants, pool),
            (values, gradient, first, second) => OptimizerReference.Adam(values, gradient, first, second, constants));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RmsProp_EveryLength_IsTheDefinition(int length)
    {
        RmsPropConstants constants = new(0.3f, 0.05f, 0.9f, 0.1f, 0.1f, 0.8f);
        Check(
            length,
            (values, gradient, first, second, pool) => OptimizerKernel.RmsProp(values, gradient, second, first, constants, pool),
            (values, gradient, first, second) => OptimizerReference.RmsProp(values, gradient, second, first, constants));
        Check(
            length,
            (values, gradient, _, second, pool) => OptimizerKernel.RmsProp(values, gradient, second, [], constants, pool),
            (values, gradient, _, second) => OptimizerReference.RmsProp(values, gradient, second, [], constants));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Average_EveryLength_IsTheDefinition(int length) => Check(
        length,
        (values, gradient, _, _, pool) => OptimizerKernel.Average(values, gradient, 0.1f, pool),
        (values, gradient, _, _) => OptimizerReference.Average(values, gradient, 0.1f));

    [Fact]
    public void Step_ShortBuffer_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => OptimizerKernel.Descend(new float[3], new float[2], 1, 0, WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => OptimizerKernel.Momentum(new float[3], new float[3], new float[2], default, WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => OptimizerKernel.Adam(new float[3], new float[3], new float[3], new float[2], default, WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => OptimizerKernel.RmsProp(new float[3], new float[3], new float[2], [], default, WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => OptimizerKernel.RmsProp(new float[3], new float[3], new float[3], new float[1], default, WorkerPool.Sequential));
        Assert.Throws<ArgumentException>(() => OptimizerKernel.Average(new float[3], new float[2], 1, WorkerPool.Sequential));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SumOfSquares_EveryLength_IsTheDefinition(int length)
    {
        float[] values = KernelAssert.Random(1, length);
        double expected = SumOfSquaresReference.Sum(values);
        Assert.Equal(expected, SumOfSquaresKernel.Sum(values), 1e-13 * length);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void SumOfSquares_OneNumberNotFinite_IsNotFinite(float number)
    {
        for (int position = 0; position < 37; position++)
        {
            float[] values = new float[37];
            values[position] = number;
            Assert.False(double.IsFinite(SumOfSquaresKernel.Sum(values)));
        }
    }

    private static void Check(int length, Kernel kernel, Definition definition)
    {
        float[] values = KernelAssert.Random(1, length);
        float[] gradient = KernelAssert.Random(2, length);
        float[] first = KernelAssert.Random(3, length);

        // A mean of squares is not negative.
        float[] second = Array.ConvertAll(KernelAssert.Random(4, length), Math.Abs);
        float[][] expected = [[.. values], [.. first], [.. second]];
        definition(expected[0], gradient, expected[1], expected[2]);

        GuardedBuffer[] one = Run(WorkerPool.Sequential);
        GuardedBuffer[] two = Run(TwoThreads);
        for (int index = 0; index < expected.Length; index++)
        {
            float[] magnitudes = Array.ConvertAll(expected[index], Math.Abs);
            KernelAssert.Close(expected[index], magnitudes, one[index].Span, Roundings);
            KernelAssert.Identical(one[index].Span, two[index].Span);
            one[index].AssertGuardsUntouched();
            two[index].AssertGuardsUntouched();
        }

        // A number moves alike wherever it lies.
        if (length > 5)
        {
            float[][] shifted = [[.. values[5..]], [.. first[5..]], [.. second[5..]]];
            kernel(shifted[0], gradient.AsSpan(5), shifted[1], shifted[2], WorkerPool.Sequential);
            KernelAssert.Identical(one[0].Span[5..], shifted[0]);
        }

        GuardedBuffer[] Run(WorkerPool pool)
        {
            GuardedBuffer[] buffers = [new(values), new(first), new(second)];
            kernel(buffers[0].Span, gradient, buffers[1].Span, buffers[2].Span, pool);
            return buffers;
        }
    }
}
