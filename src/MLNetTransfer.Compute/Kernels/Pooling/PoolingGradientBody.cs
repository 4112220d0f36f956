using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>The gradient of one picture a part, vectors over channels; windows in their order, so that threads change nothing.</summary>
internal readonly unsafe struct PoolingGradientBody(PoolingGeometry geometry, bool countPadding, float* input, float* given, float* target) : IParallelBody
{
    /// <inheritdoc/>
    public void Execute(int index)
    {
        nint[] places = ArrayPool<nint>.Shared.Rent(checked(geometry.KernelHeight * geometry.KernelWidth));
        fixed (nint* positions = places)
        {
            ComputePicture(index, positions);
        }

        ArrayPool<nint>.Shared.Return(places);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputePicture(int index, nint* positions)
    {
        int channels = geometry.Channels;
        nint length = (nint)geometry.InputHeight * geometry.InputWidth * channels;
        float* own = target + (index * length);
        float* values = input == null ? null : input + (index * length);
        float* gradient = given + ((nint)index * geometry.OutputHeight * geometry.OutputWidth * channels);
        new Span<float>(own, (int)length).Clear();
        for (int y = 0; y < geometry.OutputHeight; y++)
        {
            (int firstY, int endY, int countedY) = Taps(y, geometry.StrideY, geometry.DilationY, geometry.PadTop, geometry.PadBottom, geometry.KernelHeight, geometry.InputHeight);
            for (int x = 0; x < geometry.OutputWidth; x++)
            {
                (int firstX, int endX, int countedX) = Taps(x, geometry.StrideX, geometry.DilationX, geometry.PadLeft, geometry.PadRight, geometry.KernelWidth, geometry.InputWidth);
                if (firstY < endY && firstX < endX)
                {
                    nint offset = ((((nint)y * geometry.StrideY) - geometry.PadTop) * geometry.InputWidth) + ((nint)x * geometry.StrideX) - geometry.PadLeft;
                    Window window = new(offset * channels, firstY, endY, firstX, endX);
                    if (values == null)
                    {
                        int counted = countPadding ? countedY * countedX : (endY - firstY) * (endX - firstX);
                        Spread(window, gradient, 1f / counted, own);
                    }
                    else
                    {
                        GiveToMaximum(window, gradient, values, own, positions);
                    }
                }

                gradient += channels;
            }
        }
    }

    // The taps that lie inside the picture, and how many lie inside the padded one.
    private static (int First, int End, int Counted) Taps(int output, int stride, int dilation, int padBegin, int padEnd, int kernel, int size)
    {
        int start = (output * stride) - padBegin;
        int first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        int end = start >= size ? 0 : Math.Min(kernel, ((size - 1 - start) / dilation) + 1);
        int counted = Math.Min(kernel, ((size + padEnd - 1 - start) / dilation) + 1);
        return (first, end, counted);
    }

    private void Spread(in Window window, float* gradient, float share, float* own)
    {
        int channels = geometry.Channels;
        for (int tapY = window.FirstY; tapY < window.EndY; tapY++)
        {
            for (int tapX = window.FirstX; tapX < window.EndX; tapX++)
            {
                float* pixel = own + Position(window, tapY, tapX);
                int channel = 0;
                for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
                {
                    ((Vector.Load(gradient + channel) * share) + Vector.Load(pixel + channel)).Store(pixel + channel);
                }

                for (; channel < channels; channel++)
                {
                    pixel[channel] += gradient[channel] * share;
                }
            }
        }
    }

    // A tap takes the place of the one before where its value is larger, so that of equal ones the first gets the gradient, and so does a not-a-number that comes first.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GiveToMaximum(in Window window, float* gradient, float* values, float* own, nint* positions)
    {
        int taps = 0;
        for (int tapY = window.FirstY; tapY < window.EndY; tapY++)
        {
            for (int tapX = window.FirstX; tapX < window.EndX; tapX++)
            {
                positions[taps++] = Position(window, tapY, tapX);
            }
        }

        nint channels = geometry.Channels;
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            float* pixel = values + channel;
            Vector<float> largest = Vector.Load(pixel + positions[0]);
            Vector<int> best = Vector<int>.Zero;
            for (int tap = 1; tap < taps; tap++)
            {
                Vector<float> value = Vector.Load(pixel + positions[tap]);
                Vector<int> isLarger = Vector.GreaterThan(value, largest);
                largest = Vector.ConditionalSelect(isLarger, value, largest);
                best = Vector.ConditionalSelect(isLarger, new Vector<int>(tap), best);
            }

            Vector<float> given = Vector.Load(gradient + channel);
            float* target = own + channel;
            for (int tap = 0; tap < taps; tap++)
            {
                Vector<float> part = given & Vector.Equals(best, new Vector<int>(tap)).As<int, float>();
                (Vector.Load(target + positions[tap]) + part).Store(target + positions[tap]);
            }
        }

        for (; channel < channels; channel++)
        {
            nint best = positions[0] + channel;
            for (int tap = 1; tap < taps; tap++)
            {
                best = values[positions[tap] + channel] > values[best] ? positions[tap] + channel : best;
            }

            own[best] += gradient[channel];
        }
    }

    private nint Position(in Window window, int tapY, int tapX) =>
        window.Offset + ((((nint)tapY * geometry.DilationY * geometry.InputWidth) + ((nint)tapX * geometry.DilationX)) * geometry.Channels);

    private readonly record struct Window(nint Offset, int FirstY, int EndY, int FirstX, int EndX);
}
