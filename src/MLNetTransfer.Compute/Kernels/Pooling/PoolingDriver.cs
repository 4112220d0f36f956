using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>
/// Pools output rows, over vectors of channels: for each pixel the window is cut to the picture first. The last vector of channels overlaps the one before
/// it; fewer channels than a vector has go one by one.
/// </summary>
internal readonly unsafe struct PoolingDriver<TReduction> : IParallelBody
    where TReduction : struct, IPoolingReduction
{
    private const int ElementsOfPart = 65536;

    private readonly PoolingGeometry _geometry;
    private readonly bool _countPadding;
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _outputHeight;
    private readonly int _outputWidth;
    private readonly int _rowsOfPart;

    /// <summary>Decides how to divide the work, from the sizes alone.</summary>
    public PoolingDriver(in PoolingGeometry geometry, bool countPadding, float* input, float* output)
    {
        _geometry = geometry;
        _countPadding = countPadding;
        _input = input;
        _output = output;
        _outputHeight = geometry.OutputHeight;
        _outputWidth = geometry.OutputWidth;
        long elementsOfRow = (long)_outputWidth * geometry.Channels * geometry.KernelHeight * geometry.KernelWidth;
        _rowsOfPart = (int)Math.Clamp(ElementsOfPart / elementsOfRow, 1, int.MaxValue);
    }

    /// <summary>Number of parts.</summary>
    public int PartCount => (int)((((long)_geometry.Batch * _outputHeight) + _rowsOfPart - 1) / _rowsOfPart);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int end = (int)Math.Min((long)_geometry.Batch * _outputHeight, ((long)index + 1) * _rowsOfPart);
        for (int row = index * _rowsOfPart; row < end; row++)
        {
            int top = (row % _outputHeight * _geometry.StrideY) - _geometry.PadTop;
            Cut(top, _geometry.KernelHeight, _geometry.DilationY, _geometry.InputHeight, _geometry.PadBottom, out int firstY, out int endY, out int paddedY);
            float* picture = _input + ((nint)(row / _outputHeight) * _geometry.InputHeight * _geometry.InputWidth * _geometry.Channels);
            for (int x = 0; x < _outputWidth; x++)
            {
                int left = (x * _geometry.StrideX) - _geometry.PadLeft;
                Cut(left, _geometry.KernelWidth, _geometry.DilationX, _geometry.InputWidth, _geometry.PadRight, out int firstX, out int endX, out int paddedX);
                int countY = endY - firstY;
                int countX = endX - firstX;
                float divisor = _countPadding ? (float)paddedY * paddedX : (float)countY * countX;
                nint pixel = ((nint)(top + (firstY * _geometry.DilationY)) * _geometry.InputWidth) + left + (firstX * _geometry.DilationX);
                PoolPixel(picture + (pixel * _geometry.Channels), countY, countX, divisor, _output + ((((nint)row * _outputWidth) + x) * _geometry.Channels));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PoolPixel(float* window, int countY, int countX, float divisor, float* output)
    {
        nint channels = _geometry.Channels;
        nint width = Vector<float>.Count;
        nint columnStep = _geometry.DilationX * channels;
        nint lineStep = (nint)_geometry.DilationY * _geometry.InputWidth * channels;
        nint channel = 0;
        for (; channel <= channels - (4 * width); channel += 4 * width)
        {
            Vector<float> state0 = new(TReduction.Initial);
            Vector<float> state1 = state0, state2 = state0, state3 = state0;
            for (int y = 0; y < countY; y++)
            {
                float* input = window + (y * lineStep) + channel;
                for (int x = 0; x < countX; x++)
                {
                    state0 = TReduction.Combine(state0, Vector.Load(input));
                    state1 = TReduction.Combine(state1, Vector.Load(input + width));
                    state2 = TReduction.Combine(state2, Vector.Load(input + (2 * width)));
                    state3 = TReduction.Combine(state3, Vector.Load(input + (3 * width)));
                    input += columnStep;
                }
            }

            TReduction.Finish(state0, divisor).Store(output + channel);
            TReduction.Finish(state1, divisor).Store(output + channel + width);
            TReduction.Finish(state2, divisor).Store(output + channel + (2 * width));
            TReduction.Finish(state3, divisor).Store(output + channel + (3 * width));
        }

        if (channels < width)
        {
            PoolScalar(window, countY, countX, divisor, output, lineStep, columnStep);
            return;
        }

        for (; channel < channels; channel += width)
        {
            nint start = Math.Min(channel, channels - width);
            Vector<float> state = new(TReduction.Initial);
            for (int y = 0; y < countY; y++)
            {
                float* input = window + (y * lineStep) + start;
                for (int x = 0; x < countX; x++)
                {
                    state = TReduction.Combine(state, Vector.Load(input));
                    input += columnStep;
                }
            }

            TReduction.Finish(state, divisor).Store(output + start);
        }
    }

    private void PoolScalar(float* window, int countY, int countX, float divisor, float* output, nint lineStep, nint columnStep)
    {
        for (int channel = 0; channel < _geometry.Channels; channel++)
        {
            float state = TReduction.Initial;
            for (int y = 0; y < countY; y++)
            {
                for (int x = 0; x < countX; x++)
                {
                    state = TReduction.Combine(state, window[(y * lineStep) + (x * columnStep) + channel]);
                }
            }

            output[channel] = TReduction.Finish(state, divisor);
        }
    }

    // The window positions first..end-1 that lie inside the picture, and how many lie inside the padded one.
    private static void Cut(int origin, int kernel, int dilation, int size, int padAfter, out int first, out int end, out int padded)
    {
        first = origin >= 0 ? 0 : Math.Min(kernel, (-origin + dilation - 1) / dilation);
        end = origin >= size ? first : Math.Max(first, Math.Min(kernel, ((size - 1 - origin) / dilation) + 1));
        padded = Math.Min(kernel, ((size + padAfter - 1 - origin) / dilation) + 1);
    }
}
