using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.BatchNormalization;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.BatchNormalization;

public sealed class BatchNormalizationKernelTests
{
    private static readonly WorkerPool TwoThreads = new(2);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(11, 3)]
    [InlineData(20011, 3)]
    [InlineData(7, 8)]
    [InlineData(13, 31)]
    [InlineData(1009, 64)]
    [InlineData(5, 255)]
    [InlineData(5, 256)]
    [InlineData(3, 1280)]
    [InlineData(2, 20011)]
    public void Forward_EveryActivation_IsTheDefinition(int pixels, int channels)
    {
        float[] input = KernelAssert.Random(1, pixels * channels);
        float[] scale = KernelAssert.Random(2, channels);
        float[] shift = KernelAssert.Random(3, channels);
        Activation[] activations =
        [
            Activation.None, Activation.Relu, Activation.Clip(0, 0.5f), Activation.LeakyRelu(0.1f), Activation.HardSwish,
            Activation.HardSigmoid(0.2f, 0.5f), Activation.Sigmoid,
        ];
        foreach (Activation activation in activations)
        {
            float[] expected = new float[input.Length];
            BatchNormalizationReference.Forward(pixels, channels, input, scale, shift, activation, expected);
            GuardedBuffer one = new(input.Length);
            GuardedBuffer two = new(input);
            BatchNormalizationKernel.Forward(pixels, channels, input, scale, shift, activation, one.Span, WorkerPool.Sequential);
            BatchNormalizationKernel.Forward(pixels, channels, two.Span, scale, shift, activation, two.Span, TwoThreads);
            one.AssertGuardsUntouched();
            two.AssertGuardsUntouched();

            // One rounding each for multiplication, addition and the three steps of an activation; nothing here is larger than 2.
            KernelAssert.Close(expected, new float[expected.Length], one.Span, 4);
            KernelAssert.Identical(one.Span, two.Span);
            int pictureLength = input.Length / 2 / Math.Max(1, channels) * channels;
            GuardedBuffer later = new(input.Length - pictureLength);
            BatchNormalizationKernel.Forward(
                later.Span.Length / channels, channels, input.AsSpan(pictureLength), scale, shift, activation, later.Span, WorkerPool.Sequential);
            KernelAssert.Identical(one.Span[pictureLength..], later.Span);
        }
    }

    [Fact]
    public void Fold_HandComputed_IsScaleAndShift()
    {
        float[] scale = new float[2];
        float[] shift = new float[2];
        BatchNormalizationKernel.Fold([3, 1], [5, 0], [2, 1], [8, 0], 1, scale, shift);
        Assert.Equal([1, 1], scale);
        Assert.Equal([3, -1], shift);
    }

    [Fact]
    public void Forward_ShortScale_IsRefused() => Assert.Throws<ArgumentException>(
        () => BatchNormalizationKernel.Forward(2, 3, new float[6], new float[2], new float[3], default, new float[6], WorkerPool.Sequential));
}
