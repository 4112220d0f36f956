using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Puts the pixels of a phase of the input gradient where they belong, a row of a picture a part.</summary>
internal readonly unsafe struct PhaseScattering(ConvolutionGeometry geometry, GradientAxis y, GradientAxis x, float* values, float* prior, float* target) : IParallelBody
{
    /// <summary>Number of parts.</summary>
    public int PartCount => geometry.Batch * y.Count;

    /// <inheritdoc/>
    public void Execute(int index)
    {
        int channels = geometry.InputChannels;
        int picture = index / y.Count;
        int row = y.First + (index % y.Count * geometry.StrideY);
        nint line = ((((nint)picture * geometry.InputHeight) + row) * geometry.InputWidth) * channels;
        for (int column = 0; column < x.Count; column++)
        {
            nint offset = line + ((nint)(x.First + (column * geometry.StrideX)) * channels);
            Span<float> pixel = new(target + offset, channels);
            ReadOnlySpan<float> before = prior == null ? default : new ReadOnlySpan<float>(prior + offset, channels);
            if (values == null)
            {
                if (before.IsEmpty)
                {
                    pixel.Clear();
                }
                else
                {
                    before.CopyTo(pixel);
                }

                continue;
            }

            ReadOnlySpan<float> value = new(values + ((((nint)index * x.Count) + column) * channels), channels);
            if (before.IsEmpty)
            {
                value.CopyTo(pixel);
            }
            else
            {
                VectorSums.Add(before, value, pixel);
            }
        }
    }
}
