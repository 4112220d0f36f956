using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Brings a right side into panels: [groups, panels, taps, channels, panel columns], the columns that are too many zero.</summary>
internal static class PanelPacking
{
    /// <summary>
    /// Packs the weights of a convolution, wherever they lie: that of a group, a column, a channel and a tap at
    /// group groupStride + column columnStride + channel channelStride + tapOffsets[tap].
    /// </summary>
    public static unsafe void PackWeights(
        ReadOnlySpan<float> weights,
        int groups,
        int groupStride,
        int columns,
        int columnStride,
        int channels,
        int channelStride,
        ReadOnlySpan<int> tapOffsets,
        int panelColumns,
        Span<float> panels)
    {
        fixed (float* source = weights, packed = panels)
        {
            float* target = packed;
            for (int group = 0; group < groups; group++)
            {
                for (int first = 0; first < columns; first += panelColumns)
                {
                    float* panel = source + ((nint)group * groupStride) + ((nint)first * columnStride);
                    int count = Math.Min(panelColumns, columns - first);
                    foreach (int offset in tapOffsets)
                    {
                        target = PackTap(panel + offset, count, columnStride, channels, channelStride, panelColumns, target);
                    }
                }
            }
        }
    }

    /// <summary>Packs columns first..first+panelColumns-1 of a matrix [inner, columns], or [columns, inner] when transposed, into one panel.</summary>
    public static void PackPanel(ReadOnlySpan<float> matrix, int inner, int columns, bool transposed, int first, int panelColumns, Span<float> panel)
    {
        int count = Math.Min(panelColumns, columns - first);
        for (int k = 0; k < inner; k++)
        {
            Span<float> target = panel.Slice(k * panelColumns, panelColumns);
            if (transposed)
            {
                for (int column = 0; column < count; column++)
                {
                    target[column] = matrix[((first + column) * inner) + k];
                }
            }
            else
            {
                matrix.Slice((k * columns) + first, count).CopyTo(target);
            }

            target[count..].Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe float* PackTap(float* source, int columns, nint columnStride, int channels, nint channelStride, int panelColumns, float* target)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            float* weight = source;
            int column = 0;
            for (; column <= columns - 4; column += 4)
            {
                target[column] = weight[0];
                target[column + 1] = weight[columnStride];
                target[column + 2] = weight[2 * columnStride];
                target[column + 3] = weight[3 * columnStride];
                weight += 4 * columnStride;
            }

            for (; column < columns; column++)
            {
                target[column] = *weight;
                weight += columnStride;
            }

            for (; column < panelColumns; column++)
            {
                target[column] = 0;
            }

            source += channelStride;
            target += panelColumns;
        }

        return target;
    }
}
