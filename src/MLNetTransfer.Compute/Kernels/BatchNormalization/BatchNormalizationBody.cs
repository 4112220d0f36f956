using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>BatchNormalization of some pixels a part; short rows of channels are repeated so that vectors are full.</summary>
internal readonly unsafe struct BatchNormalizationBody(
    float* input, float* scale, float* shift, int channels, float* output, int count, Activation activation) : IParallelBody
{
    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Execute(int index)
    {
        int rows = ElementwiseChunks.RowsOf(channels);
        nint start = (nint)index * rows * channels;
        nint end = Math.Min(count, start + ((nint)rows * channels));
        int length = ElementwiseChunks.RepeatedLength(channels);
        float* factors = scale;
        float* summands = shift;
        if (length != channels)
        {
            float* patterns = stackalloc float[2 * ElementwiseChunks.PatternLength];
            factors = patterns;
            summands = patterns + ElementwiseChunks.PatternLength;
            ElementwiseChunks.Repeat(new ReadOnlySpan<float>(scale, channels), new Span<float>(factors, length));
            ElementwiseChunks.Repeat(new ReadOnlySpan<float>(shift, channels), new Span<float>(summands, length));
        }

        Vector<float> low = new(activation.Low);
        Vector<float> high = new(activation.High);
        for (; start < end; start += length)
        {
            int present = (int)Math.Min(length, end - start);
            Scale(input + start, factors, summands, output + start, present, low, high);
            if (!activation.IsClamp)
            {
                ActivationPass.Apply(activation, output + start, 1, present, present);
            }
        }
    }

    [SkipLocalsInit]
    private static void Scale(float* input, float* scale, float* shift, float* output, nint count, Vector<float> low, Vector<float> high)
    {
        nint width = Vector<float>.Count;
        nint i = 0;
        for (; i <= count - width; i += width)
        {
            Vector<float> value = Vector.MultiplyAddEstimate(Vector.Load(input + i), Vector.Load(scale + i), Vector.Load(shift + i));
            Vector.MinNative(high, Vector.MaxNative(low, value)).Store(output + i);
        }

        if (i < count)
        {
            nint rest = count - i;
            Vector<float> value = Vector.MultiplyAddEstimate(
                ElementwiseVector.LoadPartial(input + i, rest), ElementwiseVector.LoadPartial(scale + i, rest), ElementwiseVector.LoadPartial(shift + i, rest));
            ElementwiseVector.StorePartial(Vector.MinNative(high, Vector.MaxNative(low, value)), output + i, rest);
        }
    }
}
