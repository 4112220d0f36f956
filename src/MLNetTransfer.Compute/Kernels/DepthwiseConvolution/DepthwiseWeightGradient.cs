using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// Weight gradient of a depthwise convolution with one output channel an input channel: sums[picture, tap, channel] = sum over the pixels of a picture of output gradient times
/// input. A picture is a part, and pictures are added up in their order, so that threads change nothing.
/// </summary>
internal readonly unsafe struct DepthwiseWeightGradient(ConvolutionGeometry geometry, float* input, float* outputGradient, float* sums) : IParallelBody
{
    /// <summary>Number of floats of <c>sums</c>.</summary>
    public static int SumsLength(in ConvolutionGeometry geometry) => checked(geometry.Batch * geometry.KernelHeight * geometry.KernelWidth * geometry.OutputChannels);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int taps = geometry.KernelHeight * geometry.KernelWidth;
        int channels = geometry.OutputChannels;
        float* own = sums + ((nint)index * taps * channels);
        new Span<float>(own, taps * channels).Clear();
        float* picture = input + ((nint)index * geometry.InputHeight * geometry.InputWidth * channels);
        float* gradient = outputGradient + ((nint)index * geometry.OutputHeight * geometry.OutputWidth * channels);
        for (int y = 0; y < geometry.OutputHeight; y++)
        {
            float* gradientLine = gradient + ((nint)y * geometry.OutputWidth * channels);
            for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
            {
                int inputY = (y * geometry.StrideY) + (kernelY * geometry.DilationY) - geometry.PadTop;
                if ((uint)inputY < (uint)geometry.InputHeight)
                {
                    AddLine(picture + ((nint)inputY * geometry.InputWidth * channels), gradientLine, own + ((nint)kernelY * geometry.KernelWidth * channels));
                }
            }
        }
    }

    // Three taps share the loads of the gradient where all of them lie inside the picture; what is left is done tap by tap.
    private void AddLine(float* line, float* gradient, float* own)
    {
        int kernelX = 0;
        for (; kernelX <= geometry.KernelWidth - 3; kernelX += 3)
        {
            (int first, int end) = Inside(kernelX);
            (int secondFirst, int secondEnd) = Inside(kernelX + 1);
            (int thirdFirst, int thirdEnd) = Inside(kernelX + 2);
            int begin = Math.Max(first, Math.Max(secondFirst, thirdFirst));
            int stop = Math.Min(end, Math.Min(secondEnd, thirdEnd));
            if (begin >= stop)
            {
                AddTap(line, gradient, own, kernelX, first, end);
                AddTap(line, gradient, own, kernelX + 1, secondFirst, secondEnd);
                AddTap(line, gradient, own, kernelX + 2, thirdFirst, thirdEnd);
                continue;
            }

            AddThree(line, gradient, own, kernelX, begin, stop);
            AddTap(line, gradient, own, kernelX, first, begin);
            AddTap(line, gradient, own, kernelX, stop, end);
            AddTap(line, gradient, own, kernelX + 1, secondFirst, begin);
            AddTap(line, gradient, own, kernelX + 1, stop, secondEnd);
            AddTap(line, gradient, own, kernelX + 2, thirdFirst, begin);
            AddTap(line, gradient, own, kernelX + 2, stop, thirdEnd);
        }

        for (; kernelX < geometry.KernelWidth; kernelX++)
        {
            (int first, int end) = Inside(kernelX);
            AddTap(line, gradient, own, kernelX, first, end);
        }
    }

    // Output columns at which a tap lies inside the picture.
    private (int First, int End) Inside(int kernelX)
    {
        int shift = (kernelX * geometry.DilationX) - geometry.PadLeft;
        int first = shift >= 0 ? 0 : (-shift + geometry.StrideX - 1) / geometry.StrideX;
        int end = geometry.InputWidth - 1 - shift < 0 ? 0 : Math.Min(geometry.OutputWidth, ((geometry.InputWidth - 1 - shift) / geometry.StrideX) + 1);
        return (first, Math.Max(first, end));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddThree(float* line, float* gradient, float* own, int kernelX, int begin, int end)
    {
        nint channels = geometry.OutputChannels;
        nint step = geometry.StrideX * channels;
        nint tapStep = geometry.DilationX * channels;
        float* firstPixel = line + ((((nint)begin * geometry.StrideX) + ((nint)kernelX * geometry.DilationX) - geometry.PadLeft) * channels);
        float* firstGradient = gradient + (begin * channels);
        float* target = own + (kernelX * channels);
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            Vector<float> sum0 = Vector.Load(target + channel);
            Vector<float> sum1 = Vector.Load(target + channels + channel);
            Vector<float> sum2 = Vector.Load(target + (2 * channels) + channel);
            float* pixel = firstPixel + channel;
            float* value = firstGradient + channel;
            for (int x = begin; x < end; x++)
            {
                Vector<float> given = Vector.Load(value);
                sum0 = Vector.MultiplyAddEstimate(given, Vector.Load(pixel), sum0);
                sum1 = Vector.MultiplyAddEstimate(given, Vector.Load(pixel + tapStep), sum1);
                sum2 = Vector.MultiplyAddEstimate(given, Vector.Load(pixel + (2 * tapStep)), sum2);
                pixel += step;
                value += channels;
            }

            sum0.Store(target + channel);
            sum1.Store(target + channels + channel);
            sum2.Store(target + (2 * channels) + channel);
        }

        for (; channel < channels; channel++)
        {
            for (int x = begin; x < end; x++)
            {
                float given = firstGradient[((x - begin) * channels) + channel];
                float* pixel = firstPixel + ((x - begin) * step) + channel;
                target[channel] += given * pixel[0];
                target[channels + channel] += given * pixel[tapStep];
                target[(2 * channels) + channel] += given * pixel[2 * tapStep];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTap(float* line, float* gradient, float* own, int kernelX, int begin, int end)
    {
        nint channels = geometry.OutputChannels;
        float* target = own + (kernelX * channels);
        for (int x = begin; x < end; x++)
        {
            float* pixel = line + ((((nint)x * geometry.StrideX) + ((nint)kernelX * geometry.DilationX) - geometry.PadLeft) * channels);
            float* value = gradient + (x * channels);
            nint channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                Vector.MultiplyAddEstimate(Vector.Load(value + channel), Vector.Load(pixel + channel), Vector.Load(target + channel)).Store(target + channel);
            }

            for (; channel < channels; channel++)
            {
                target[channel] += value[channel] * pixel[channel];
            }
        }
    }
}
