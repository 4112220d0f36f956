using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Two-dimensional convolution over channels-last pictures, with bias, residual addition and activation before the result is stored.</summary>
public static class ConvolutionKernel
{
    /// <summary>Number of floats of scratch memory that <see cref="Forward"/> wants.</summary>
    public static int WorkspaceLength(in ConvolutionGeometry geometry)
    {
        geometry.Validate();
        return 0;
    }

    /// <summary>output = activation(convolution(input, weights) + bias + residual). The result for a picture does not depend on the others of its batch.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="weights">Weights packed for these channels and this kernel.</param>
    /// <param name="bias">One number an output channel, or empty.</param>
    /// <param name="residual">[N, output H, output W, O], added before the activation, or empty. It may be the same memory as <paramref name="output"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">[N, output H, output W, O]; must not overlap <paramref name="input"/>.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Forward(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ConvolutionWeights weights,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> residual,
        Activation activation,
        Span<float> output,
        Span<float> workspace,
        WorkerPool pool)
    {
        geometry.Validate();
        weights.Check(geometry);
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        KernelArguments.CheckOptionalLength(bias.Length, geometry.OutputChannels);
        KernelArguments.CheckOptionalLength(residual.Length, geometry.OutputLength);
        KernelArguments.CheckLength(output.Length, geometry.OutputLength);
        KernelArguments.CheckLength(workspace.Length, WorkspaceLength(geometry));
        ArgumentNullException.ThrowIfNull(pool);
        ConvolutionReference.Forward(geometry, input, weights.Plain, bias, residual, activation, output);
    }
}
