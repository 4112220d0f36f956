namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Brings a right side into panels: [groups, panels, taps, channels, panel columns], the columns that are too many zero.</summary>
internal static class PanelPacking
{
    /// <summary>Packs the weights of a convolution, [groups x columns, channels, taps].</summary>
    public static void PackWeights(ReadOnlySpan<float> weights, int groups, int columns, int channels, int taps, int panelColumns, Span<float> panels)
    {
        int position = 0;
        for (int group = 0; group < groups; group++)
        {
            for (int first = 0; first < columns; first += panelColumns)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        for (int column = first; column < first + panelColumns; column++)
                        {
                            panels[position++] = column < columns ? weights[((((group * columns) + column) * channels) + channel) * taps + tap] : 0;
                        }
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
}
