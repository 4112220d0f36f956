using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.Winograd;

/// <summary>Transforms weights and brings them into panels: [36, panels, channels, panel columns], the columns that are too many zero.</summary>
internal static unsafe class WinogradPacking
{
    /// <summary>
    /// Packs the weights of a convolution of one group, wherever they lie: that of a column, a channel and a tap at column columnStride + channel channelStride + tapOffsets[tap].
    /// </summary>
    [SkipLocalsInit]
    public static void Pack(
        ReadOnlySpan<float> weights,
        int columns,
        int columnStride,
        int channels,
        int channelStride,
        ReadOnlySpan<int> tapOffsets,
        int panelColumns,
        Span<float> panels)
    {
        int taps = tapOffsets.Length;
        float* kernels = stackalloc float[taps * panelColumns];
        float* transformed = stackalloc float[WinogradTransform.Positions * panelColumns];
        new Span<float>(kernels, taps * panelColumns).Clear();
        nint panelLength = (nint)channels * panelColumns;
        nint positionLength = (columns + panelColumns - 1) / panelColumns * panelLength;
        fixed (float* source = weights, packed = panels)
        fixed (int* offsets = tapOffsets)
        {
            float* panel = packed;
            for (int first = 0; first < columns; first += panelColumns)
            {
                int count = Math.Min(panelColumns, columns - first);
                if (count < panelColumns)
                {
                    new Span<float>(kernels, taps * panelColumns).Clear();
                }

                for (int channel = 0; channel < channels; channel++)
                {
                    Gather(source + ((nint)first * columnStride) + ((nint)channel * channelStride), count, columnStride, offsets, taps, panelColumns, kernels);
                    for (int column = 0; column < panelColumns; column += Vector<float>.Count)
                    {
                        WinogradTransform.Weights(kernels + column, panelColumns, transformed + column, panelColumns);
                    }

                    Scatter(transformed, panelColumns, panel + ((nint)channel * panelColumns), positionLength);
                }

                panel += panelLength;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* source, int columns, nint columnStride, int* tapOffsets, int taps, int panelColumns, float* target)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                target[(tap * panelColumns) + column] = source[tapOffsets[tap]];
            }

            source += columnStride;
        }
    }

    // Whole cache lines at a time, because the places that they go to share places of the cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(float* source, int columns, float* target, nint stride)
    {
        for (int position = 0; position < WinogradTransform.Positions; position++)
        {
            for (int column = 0; column < columns; column += Vector<float>.Count)
            {
                Vector.Load(source + column).Store(target + column);
            }

            source += columns;
            target += stride;
        }
    }
}
