using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Pooling;

public sealed class PoolingKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Pool_EveryCase_IsTheDefinition(bool maximum, bool countPadding)
    {
        foreach (PoolingGeometry geometry in PoolingCases.All)
        {
            float[] input = KernelAssert.Random(1, geometry.InputLength);
            float[] expected = new float[geometry.OutputLength];
            PoolingReference.Forward(geometry, maximum, countPadding, input, expected);
            float[] one = Run(geometry, maximum, countPadding, input, WorkerPool.Sequential);
            try
            {
                if (maximum)
                {
                    KernelAssert.Identical(expected, one);
                }
                else
                {
                    KernelAssert.Close(expected, new float[expected.Length], one, Math.Sqrt(geometry.KernelHeight * geometry.KernelWidth) + 1);
                }

                KernelAssert.Identical(one, Run(geometry, maximum, countPadding, input, TwoThreads));
                PoolingGeometry single = geometry with { Batch = 1 };
                for (int picture = 0; picture < geometry.Batch; picture++)
                {
                    float[] alone = Run(single, maximum, countPadding, input.AsSpan(picture * single.InputLength, single.InputLength), WorkerPool.Sequential);
                    KernelAssert.Identical(one.AsSpan(picture * single.OutputLength, single.OutputLength), alone);
                }
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                Assert.Fail($"{geometry}: {exception.Message}");
            }
        }
    }

    [Fact]
    public void GlobalMaxAndGlobalAverage_HandComputed_AreExact()
    {
        float[] output = new float[4];
        float[] input = [1, 20, 3, 40, -5, -60, -7, -80];
        PoolingKernel.GlobalMax(2, 2, 2, input, output, WorkerPool.Sequential);
        Assert.Equal([3, 40, -5, -60], output);
        PoolingKernel.GlobalAverage(2, 2, 2, input, output, WorkerPool.Sequential);
        Assert.Equal([2, 30, -6, -70], output);
    }

    [Fact]
    public void Max_NotANumber_IsHandedOn()
    {
        float[] output = new float[1];
        PoolingKernel.GlobalMax(1, 3, 1, [1, float.NaN, 2], output, WorkerPool.Sequential);
        Assert.Equal(float.NaN, output[0]);
    }

    // Sizes as PyTorch gives them: torch.nn.MaxPool2d(kernel, stride, padding, ceil_mode=True).
    [Theory]
    [InlineData(112, 3, 2, 0, 56)]
    [InlineData(112, 3, 2, 1, 57)]
    [InlineData(7, 2, 2, 0, 4)]
    [InlineData(5, 2, 3, 1, 2)]
    [InlineData(4, 1, 3, 0, 2)]
    [InlineData(2, 2, 4, 1, 1)]
    public void OutputHeight_RoundedUp_IsThatOfPyTorch(int size, int kernel, int stride, int padding, int expected) =>
        Assert.Equal(expected, new PoolingGeometry(1, size, 8, 1, kernel, 1, stride, 1, padding, 0, padding, 0, RoundUp: true).OutputHeight);

    [Fact]
    public void Average_ShortOutput_IsRefused() => Assert.Throws<ArgumentException>(
        () => PoolingKernel.Average(new PoolingGeometry(1, 4, 4, 3, 2, 2), true, new float[48], new float[26], WorkerPool.Sequential));

    [Fact]
    public void Validate_WindowLargerThanPaddedInput_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new PoolingGeometry(1, 4, 4, 3, 5, 2).Validate());

    private static float[] Run(in PoolingGeometry geometry, bool maximum, bool countPadding, ReadOnlySpan<float> input, WorkerPool pool)
    {
        GuardedBuffer output = new(geometry.OutputLength);
        if (maximum)
        {
            PoolingKernel.Max(geometry, input, output.Span, pool);
        }
        else
        {
            PoolingKernel.Average(geometry, countPadding, input, output.Span, pool);
        }

        output.AssertGuardsUntouched();
        return output.Span.ToArray();
    }
}
