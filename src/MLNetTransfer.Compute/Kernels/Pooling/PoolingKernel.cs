using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>Maximum and mean over windows of channels-last pictures, or over whole pictures.</summary>
public static class PoolingKernel
{
    /// <summary>The maximum of each window; padding does not take part. Not-a-numbers are handed on.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="output">[N, output H, output W, C].</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Max(in PoolingGeometry geometry, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        Run(geometry, maximum: true, countPadding: false, input, output, pool);
    }

    /// <summary>The mean of each window.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="countPadding">Whether zeros of the padding count (count_include_pad of ONNX); else the sum is divided by the positions inside the picture.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="output">[N, output H, output W, C].</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Average(in PoolingGeometry geometry, bool countPadding, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        Run(geometry, maximum: false, countPadding, input, output, pool);
    }

    /// <summary>The maximum of each channel of each picture.</summary>
    /// <param name="batch">Number of pictures.</param>
    /// <param name="pixels">Pixels of a picture, at least 1.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="input">[N, pixels, C].</param>
    /// <param name="output">[N, C].</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void GlobalMax(int batch, int pixels, int channels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        Max(new PoolingGeometry(batch, 1, pixels, channels, 1, pixels), input, output, pool);

    /// <summary>The mean of each channel of each picture.</summary>
    /// <param name="batch">Number of pictures.</param>
    /// <param name="pixels">Pixels of a picture, at least 1.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="input">[N, pixels, C].</param>
    /// <param name="output">[N, C].</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void GlobalAverage(int batch, int pixels, int channels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        Average(new PoolingGeometry(batch, 1, pixels, channels, 1, pixels), countPadding: false, input, output, pool);

    private static unsafe void Run(in PoolingGeometry geometry, bool maximum, bool countPadding, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        geometry.Validate();
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        KernelArguments.CheckLength(output.Length, geometry.OutputLength);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            PoolingReference.Forward(geometry, maximum, countPadding, input, output);
            return;
        }

        fixed (float* source = input, target = output)
        {
            if (maximum)
            {
                PoolingDriver<MaximumReduction> driver = new(geometry, countPadding, source, target);
                pool.Run(driver.PartCount, driver);
            }
            else
            {
                PoolingDriver<MeanReduction> driver = new(geometry, countPadding, source, target);
                pool.Run(driver.PartCount, driver);
            }
        }
    }
}
