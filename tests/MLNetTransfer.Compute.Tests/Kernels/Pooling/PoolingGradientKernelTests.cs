using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Pooling;

public sealed class PoolingGradientKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    public static TheoryData<PoolingGeometry> SmallGeometries =>
    [
        new(2, 5, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1),
        new(1, 6, 5, 2, 2, 3, 1, 2, 0, 2, 1, 1, 2, 1),
        new(1, 7, 6, 2, 2, 2, 2, 3, 1, 0, 0, 1, RoundUp: true),
        new(2, 5, 5, 1, 3, 3, 2, 2, 0, 0, 1, 1, RoundUp: true),
        new(1, 3, 3, 2, 2, 2, 1, 1, 2, 2, 2, 2),
        new(3, 1, 6, 2, 1, 6),
    ];

    // Inputs are distinct whole numbers, and a step of a quarter changes no maximum, so that the loss is linear on the way.
    [Theory]
    [MemberData(nameof(SmallGeometries))]
    public void Reference_EveryInput_IsTheDifferenceOfTheLoss(PoolingGeometry geometry)
    {
        float[] input = Shuffled(geometry.InputLength);
        float[] behind = KernelAssert.Random(2, geometry.OutputLength);
        foreach ((bool maximum, bool countPadding) in new[] { (true, false), (false, false), (false, true) })
        {
            float[] gradient = new float[input.Length];
            PoolingGradientReference.Run(geometry, countPadding, maximum ? input : [], behind, gradient);
            for (int index = 0; index < input.Length; index++)
            {
                float[] above = [.. input];
                float[] below = [.. input];
                above[index] += 0.25f;
                below[index] -= 0.25f;
                double difference = 2 * (Loss(above, maximum, countPadding) - Loss(below, maximum, countPadding));

                // Outputs are below 128 and rounded to float.
                Assert.Equal(difference, gradient[index], 5e-5);
            }
        }

        double Loss(float[] at, bool maximum, bool countPadding)
        {
            float[] output = new float[geometry.OutputLength];
            PoolingReference.Forward(geometry, maximum, countPadding, at, output);
            return output.Zip(behind, (value, weight) => float.IsFinite(value) ? (double)value * weight : 0).Sum();
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Run_EveryCase_IsTheDefinitionForAnyNumberOfThreads(bool maximum, bool countPadding) => ForEachCase(geometry =>
    {
        float[] input = maximum ? KernelAssert.Random(1, geometry.InputLength) : [];
        float[] behind = KernelAssert.Random(2, geometry.OutputLength);
        float[] expected = new float[geometry.InputLength];
        float[] magnitudes = new float[geometry.InputLength];
        PoolingGradientReference.Run(geometry, countPadding, input, behind, expected);
        PoolingGradientReference.Run(geometry, countPadding, input, Array.ConvertAll(behind, Math.Abs), magnitudes);
        float[] one = Run(geometry, countPadding, input, behind, WorkerPool.Sequential);

        // A pixel is in as many windows as the window has taps at most; a share is rounded twice.
        KernelAssert.Close(expected, magnitudes, one, Math.Sqrt(geometry.KernelHeight * geometry.KernelWidth) + 2);
        KernelAssert.Identical(one, Run(geometry, countPadding, input, behind, TwoThreads));
        KernelAssert.Identical(one, Run(geometry, countPadding, input, behind, ThreeThreads));
        PoolingGeometry single = geometry with { Batch = 1 };
        for (int picture = 0; picture < geometry.Batch; picture++)
        {
            ReadOnlySpan<float> own = maximum ? input.AsSpan(picture * single.InputLength, single.InputLength) : [];
            float[] alone = Run(single, countPadding, own, behind.AsSpan(picture * single.OutputLength, single.OutputLength), WorkerPool.Sequential);
            KernelAssert.Identical(one.AsSpan(picture * single.InputLength, single.InputLength), alone);
        }
    });

    // Whole numbers, of which many are equal, and whose sums are exact.
    [Fact]
    public void Max_EqualNumbers_GiveAllToTheFirst() => ForEachCase(geometry =>
    {
        float[] input = Array.ConvertAll(KernelAssert.Random(3, geometry.InputLength), MathF.Round);
        float[] behind = Array.ConvertAll(KernelAssert.Random(4, geometry.OutputLength), unit => MathF.Round(unit * 100));
        float[] expected = new float[geometry.InputLength];
        PoolingGradientReference.Run(geometry, false, input, behind, expected);
        Assert.Equal(expected, Run(geometry, false, input, behind, TwoThreads));
    });

    // 11 channels: those of a vector and those behind it behave alike.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public void Max_NotANumber_KeepsTheGradientIfFirstAndIsPassedOverElse(int position, int expected)
    {
        const int Channels = 11;
        PoolingGeometry geometry = new(1, 1, 3, Channels, 1, 3);
        float[] input = [.. Enumerable.Range(0, 3 * Channels).Select(index => index / Channels == position ? float.NaN : index / Channels)];
        float[] behind = KernelAssert.Random(5, Channels);
        float[] found = Run(geometry, false, input, behind, WorkerPool.Sequential);
        float[] reference = new float[input.Length];
        PoolingGradientReference.Run(geometry, false, input, behind, reference);
        Assert.Equal(reference, found);
        Assert.Equal(behind, found[(expected * Channels)..((expected + 1) * Channels)]);
    }

    [Fact]
    public void Max_HandComputed_GoesToTheFirstMaximum()
    {
        float[] gradient = new float[6];
        PoolingGradientKernel.Max(new PoolingGeometry(1, 2, 3, 1, 2, 2), [1, 4, 4, 2, 3, 4], [10, 1], gradient, WorkerPool.Sequential);
        Assert.Equal([0, 11, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void Average_HandComputed_IsSpreadOverWhatCounts()
    {
        PoolingGeometry geometry = new(1, 1, 3, 1, 1, 2, 1, 2, PadLeft: 1);
        float[] gradient = new float[3];
        PoolingGradientKernel.Average(geometry, countPadding: true, [8, 2], gradient, WorkerPool.Sequential);
        Assert.Equal([4, 1, 1], gradient);
        PoolingGradientKernel.Average(geometry, countPadding: false, [8, 2], gradient, WorkerPool.Sequential);
        Assert.Equal([8, 1, 1], gradient);
    }

    [Theory]
    [InlineData(47, 27, 48)]
    [InlineData(48, 26, 48)]
    [InlineData(48, 27, 47)]
    public void Max_ShortBuffer_IsRefused(int input, int outputGradient, int inputGradient) => Assert.Throws<ArgumentException>(() => PoolingGradientKernel.Max(
        new PoolingGeometry(1, 4, 4, 3, 2, 2), new float[input], new float[outputGradient], new float[inputGradient], WorkerPool.Sequential));

    [Theory]
    [InlineData(26, 48)]
    [InlineData(27, 47)]
    public void Average_ShortBuffer_IsRefused(int outputGradient, int inputGradient) => Assert.Throws<ArgumentException>(() => PoolingGradientKernel.Average(
        new PoolingGeometry(1, 4, 4, 3, 2, 2), true, new float[outputGradient], new float[inputGradient], WorkerPool.Sequential));

    private static void ForEachCase(Action<PoolingGeometry> check)
    {
        foreach (PoolingGeometry geometry in PoolingCases.All)
        {
            try
            {
                check(geometry);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                Assert.Fail($"{geometry}: {exception.Message}");
            }
        }
    }

    private static float[] Shuffled(int length)
    {
        float[] numbers = [.. Enumerable.Range(0, length).Select(index => (float)index)];
        new Random(1).Shuffle(numbers);
        return numbers;
    }

    private static float[] Run(in PoolingGeometry geometry, bool countPadding, ReadOnlySpan<float> input, ReadOnlySpan<float> behind, WorkerPool pool)
    {
        GuardedBuffer gradient = new(geometry.InputLength);
        PoolingGradientKernel.Run(geometry, countPadding, input, behind, gradient.Span, pool, isReference: false);
        gradient.AssertGuardsUntouched();
        return gradient.Span.ToArray();
    }
}
