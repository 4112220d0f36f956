using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>Gradients of pooling over channels-last pictures.</summary>
public static class PoolingGradientKernel
{
    /// <summary>The gradient goes to the maximum of each window; of equal ones to the first, row by row.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="outputGradient">[N, output H, output W, C].</param>
    /// <param name="inputGradient">[N, H, W, C]; overwritten.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Max(in PoolingGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool)
    {
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        Run(geometry, false, input, outputGradient, inputGradient, pool, KernelSelection.Level == KernelLevel.Reference);
    }

    /// <summary>The gradient is spread evenly over each window.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="countPadding">Whether zeros of the padding counted (count_include_pad of ONNX).</param>
    /// <param name="outputGradient">[N, output H, output W, C].</param>
    /// <param name="inputGradient">[N, H, W, C]; overwritten.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Average(in PoolingGeometry geometry, bool countPadding, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        Run(geometry, countPadding, default, outputGradient, inputGradient, pool, KernelSelection.Level == KernelLevel.Reference);

    internal static unsafe void Run(
        in PoolingGeometry geometry,
        bool countPadding,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        WorkerPool pool,
        bool isReference)
    {
        geometry.Validate();
        ArgumentNullException.ThrowIfNull(pool);
        KernelArguments.CheckLength(outputGradient.Length, geometry.OutputLength);
        KernelArguments.CheckLength(inputGradient.Length, geometry.InputLength);
        if (isReference)
        {
            PoolingGradientReference.Run(geometry, countPadding, input, outputGradient, inputGradient);
            return;
        }

        fixed (float* values = input, given = outputGradient, target = inputGradient)
        {
            pool.Run(geometry.Batch, new PoolingGradientBody(geometry, countPadding, values, given, target));
        }
    }
}
