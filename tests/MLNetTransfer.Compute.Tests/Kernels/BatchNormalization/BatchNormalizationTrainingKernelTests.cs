using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.BatchNormalization;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.BatchNormalization;

public sealed class BatchNormalizationTrainingKernelTests
{
    private const float Small = 1e-5f;
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly WorkerPool ThreeThreads = new(3);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(20011, 3)]
    [InlineData(131, 8)]
    [InlineData(13, 31)]
    [InlineData(5003, 67)]
    [InlineData(300, 1280)]
    public void ForwardAndBackward_EverySize_AreTheDefinitionForAnyNumberOfThreads(int pixels, int channels)
    {
        float[] scale = KernelAssert.Random(2, channels);
        float[] shift = KernelAssert.Random(3, channels);
        float[] input = KernelAssert.Random(1, pixels * channels);
        float[] behind = KernelAssert.Random(4, input.Length);
        Activation[] activations = [Activation.None, Activation.Relu, Activation.Clip(-0.3f, 0.6f), Activation.LeakyRelu(0.2f)];
        foreach (Activation activation in activations)
        {
            float[][] one = Run(pixels, channels, input, scale, shift, activation, behind, WorkerPool.Sequential);
            float[][] three = Run(pixels, channels, input, scale, shift, activation, behind, ThreeThreads);
            for (int i = 0; i < one.Length; i++)
            {
                KernelAssert.Identical(one[i], three[i]);
            }

            double[] mean = new double[channels];
            double[] variance = new double[channels];
            BatchNormalizationTrainingReference.Statistics(pixels, channels, input, mean, variance);
            KernelAssert.Close([.. mean.Select(value => (float)value)], new float[channels], one[0], 2);
            KernelAssert.Close([.. variance.Select(value => (float)(1 / Math.Sqrt(value + Small)))], one[1], 8);

            float[] inputGradient = new float[input.Length];
            float[] scaleGradient = [.. shift];
            float[] shiftGradient = [.. scale];
            BatchNormalizationTrainingReference.Backward(
                pixels, channels, false, input, one[0], one[1], scale, shift, ActivationSlope.Of(activation), behind, inputGradient, scaleGradient, shiftGradient);

            // Sums are of the size of the square root of their number of terms; gradients of the input are multiplied by the inverse deviation.
            float[] sums = new float[channels];
            sums.AsSpan().Fill(2 * MathF.Sqrt(pixels));
            float[] sizes = new float[input.Length];
            sizes.AsSpan().Fill(one[1].Max());
            KernelAssert.Close(inputGradient, sizes, one[3], 8);
            KernelAssert.Close(scaleGradient, sums, one[4], 8);
            KernelAssert.Close(shiftGradient, sums, one[5], 8);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_Reference_IsTheFiniteDifference(bool frozen)
    {
        const int Pixels = 7;
        const int Channels = 3;
        const double Step = 1e-3;
        float[] input = KernelAssert.Random(5, Pixels * Channels);
        float[] scale = [0.5f, -1.25f, 2];
        float[] shift = [0.25f, 0, -0.5f];
        float[] behind = KernelAssert.Random(6, input.Length);
        double[] mean = new double[Channels];
        double[] variance = new double[Channels];
        BatchNormalizationTrainingReference.Statistics(Pixels, Channels, input, mean, variance);
        float[] means = [.. mean.Select(value => (float)value)];
        float[] inverse = [.. variance.Select(value => (float)(1 / Math.Sqrt(value + Small)))];
        float[] inputGradient = new float[input.Length];
        float[] scaleGradient = new float[Channels];
        float[] shiftGradient = new float[Channels];
        BatchNormalizationTrainingReference.Backward(
            Pixels, Channels, frozen, input, means, inverse, scale, shift, ActivationSlope.Of(Activation.None), behind, inputGradient, scaleGradient, shiftGradient);
        double[] values = [.. input.Select(value => (double)value), .. scale.Select(value => (double)value), .. shift.Select(value => (double)value)];
        float[] found = [.. inputGradient, .. scaleGradient, .. shiftGradient];
        for (int i = 0; i < values.Length; i++)
        {
            double[] up = [.. values];
            double[] down = [.. values];
            up[i] += Step;
            down[i] -= Step;

            // The error of a central difference is of the order of the squared step.
            Assert.Equal((Loss(up) - Loss(down)) / (2 * Step), found[i], 1e-4);
        }

        double Loss(double[] at)
        {
            double loss = 0;
            for (int channel = 0; channel < Channels; channel++)
            {
                double center = means[channel];
                double factor = inverse[channel];
                if (!frozen)
                {
                    double[] column = [.. Enumerable.Range(0, Pixels).Select(pixel => at[(pixel * Channels) + channel])];
                    center = column.Average();
                    factor = 1 / Math.Sqrt(column.Average(value => (value - center) * (value - center)) + Small);
                }

                for (int position = channel; position < input.Length; position += Channels)
                {
                    loss += behind[position] * (((at[position] - center) * factor * at[input.Length + channel]) + at[input.Length + Channels + channel]);
                }
            }

            return loss;
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 5)]
    [InlineData(20011, 3)]
    [InlineData(131, 8)]
    [InlineData(301, 19)]
    [InlineData(5003, 67)]
    public void Frozen_EverySize_IsTheDefinitionForAnyNumberOfThreads(int pixels, int channels)
    {
        float[] input = KernelAssert.Random(1, pixels * channels);
        float[] behind = KernelAssert.Random(2, input.Length);
        float[] mean = KernelAssert.Random(3, channels);
        float[] inverse = KernelAssert.Random(4, channels);
        float[] scale = KernelAssert.Random(5, channels);
        float[] expected = new float[input.Length];
        float[] expectedScale = [.. mean];
        float[] expectedShift = [.. inverse];
        BatchNormalizationTrainingReference.Backward(
            pixels, channels, true, input, mean, inverse, scale, [], ActivationSlope.Of(Activation.None), behind, expected, expectedScale, expectedShift);
        float[][] one = Run(new GuardedBuffer(input.Length), WorkerPool.Sequential);
        KernelAssert.Close(expected, one[0], 3);
        float[] sums = new float[channels];
        sums.AsSpan().Fill(2 * MathF.Sqrt(pixels));
        KernelAssert.Close(expectedScale, sums, one[1], 8);
        KernelAssert.Close(expectedShift, sums, one[2], 8);
        foreach (WorkerPool pool in new[] { TwoThreads, ThreeThreads })
        {
            float[][] more = Run(new GuardedBuffer(input.Length), pool);
            float[][] sumsAlone = Run(new GuardedBuffer(0), pool);
            KernelAssert.Identical(one[0], more[0]);
            for (int i = 1; i < one.Length; i++)
            {
                KernelAssert.Identical(one[i], more[i]);
                KernelAssert.Identical(one[i], sumsAlone[i]);
            }
        }

        float[][] Run(GuardedBuffer inputGradient, WorkerPool pool)
        {
            GuardedBuffer scaleGradient = new(mean);
            GuardedBuffer shiftGradient = new(inverse);
            BatchNormalizationGradientKernel.Frozen(
                pixels, channels, input, mean, inverse, scale, behind, inputGradient.Span, scaleGradient.Span, shiftGradient.Span, pool);
            inputGradient.AssertGuardsUntouched();
            scaleGradient.AssertGuardsUntouched();
            shiftGradient.AssertGuardsUntouched();
            return [inputGradient.Span.ToArray(), scaleGradient.Span.ToArray(), shiftGradient.Span.ToArray()];
        }
    }

    [Theory]
    [InlineData(false, 5.525)]
    [InlineData(true, 5.5666667)]
    public void Forward_RunningStatistics_MixWithTheBatch(bool unbiased, double variance)
    {
        float[] runningMean = [10];
        float[] runningVariance = [6];
        BatchNormalizationTrainingKernel.Forward(
            4, 1, [1, 2, 3, 4], [1], [0], 0, 0.9f, unbiased, default, runningMean, runningVariance, new float[1], new float[1], new float[4], WorkerPool.Sequential);
        Assert.Equal(9.25, runningMean[0], 1e-5);
        Assert.Equal(variance, runningVariance[0], 1e-5);
    }

    [Fact]
    public void Forward_LargeMean_KeepsTheVariance()
    {
        float[] input = [.. Enumerable.Range(0, 4096).Select(i => 4096 + (i % 2 == 0 ? 0.5f : -0.5f))];
        float[] inverse = new float[1];
        BatchNormalizationTrainingKernel.Forward(
            input.Length, 1, input, [1], [0], 0, 0.9f, false, default, [], [], new float[1], inverse, new float[input.Length], WorkerPool.Sequential);
        Assert.Equal(2f, inverse[0]);
    }

    // Every tenth pixel lies far from the others, and a mean of samples may see only such.
    [Fact]
    public void Forward_FewPixelsFarAway_KeepsTheVariance()
    {
        float[] input = [.. Enumerable.Range(0, 640).Select(i => (i % 10 == 0 ? 1000 : 0) + (i % 2 == 0 ? 0.5f : -0.5f))];
        float[] inverse = new float[1];
        double[] mean = new double[1];
        double[] variance = new double[1];
        BatchNormalizationTrainingReference.Statistics(input.Length, 1, input, mean, variance);
        BatchNormalizationTrainingKernel.Forward(
            input.Length, 1, input, [1], [0], 0, 0.9f, false, default, [], [], new float[1], inverse, new float[input.Length], WorkerPool.Sequential);
        KernelAssert.Close([(float)(1 / Math.Sqrt(variance[0]))], inverse, 8);
    }

    private static float[][] Run(
        int pixels, int channels, float[] input, float[] scale, float[] shift, Activation activation, float[] behind, WorkerPool pool)
    {
        float[] mean = new float[channels];
        float[] inverse = new float[channels];
        GuardedBuffer output = new(input.Length);
        GuardedBuffer inputGradient = new(behind);
        GuardedBuffer scaleGradient = new(shift);
        GuardedBuffer shiftGradient = new(scale);
        BatchNormalizationTrainingKernel.Forward(
            pixels, channels, input, scale, shift, Small, 0.9f, true, activation, [], [], mean, inverse, output.Span, pool);
        BatchNormalizationTrainingKernel.Backward(
            pixels, channels, input, mean, inverse, scale, shift, activation, inputGradient.Span, inputGradient.Span, scaleGradient.Span, shiftGradient.Span, pool);
        output.AssertGuardsUntouched();
        inputGradient.AssertGuardsUntouched();
        scaleGradient.AssertGuardsUntouched();
        shiftGradient.AssertGuardsUntouched();
        return [mean, inverse, output.Span.ToArray(), inputGradient.Span.ToArray(), scaleGradient.Span.ToArray(), shiftGradient.Span.ToArray()];
    }
}
