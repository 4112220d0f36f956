using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Reordering;

public sealed class LayoutConversionTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(2, 0, 4)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 50176)]
    [InlineData(2, 64, 196)]
    [InlineData(3, 7, 9)]
    [InlineData(1, 8, 8)]
    [InlineData(1, 15, 17)]
    [InlineData(2, 1280, 49)]
    [InlineData(1, 40000, 5)]
    public void ToChannelsLast_ThereAndBack_IsTheDefinitionAndTheIdentity(int batch, int channels, int pixels)
    {
        float[] input = KernelAssert.Random(1, batch * channels * pixels);
        float[] expected = new float[input.Length];
        TransposeReference.Transpose(batch, channels, pixels, input, expected);
        GuardedBuffer one = new(input.Length);
        GuardedBuffer two = new(input.Length);
        LayoutConversion.ToChannelsLast(batch, channels, pixels, input, one.Span, WorkerPool.Sequential);
        LayoutConversion.ToChannelsLast(batch, channels, pixels, input, two.Span, TwoThreads);
        one.AssertGuardsUntouched();
        two.AssertGuardsUntouched();
        KernelAssert.Identical(expected, one.Span);
        KernelAssert.Identical(expected, two.Span);

        GuardedBuffer back = new(input.Length);
        LayoutConversion.ToChannelsFirst(batch, channels, pixels, one.Span, back.Span, TwoThreads);
        back.AssertGuardsUntouched();
        KernelAssert.Identical(input, back.Span);
    }

    [Fact]
    public void Transpose_HandComputed_ExchangesRowsAndColumns()
    {
        float[] output = new float[6];
        LayoutConversion.Transpose(1, 2, 3, [1, 2, 3, 4, 5, 6], output, WorkerPool.Sequential);
        Assert.Equal([1, 4, 2, 5, 3, 6], output);
    }

    [Fact]
    public void Transpose_ShortOutput_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LayoutConversion.Transpose(1, 2, 3, new float[6], new float[5], WorkerPool.Sequential));
}
