using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.Winograd;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Two-dimensional convolution over channels-last pictures, with bias, residual addition and activation before the result is stored. It is indirect
/// (M. Dukhan, "The Indirect Convolution Algorithm", 2019): the matrix product reads the pixels where they lie, through a pointer for each kernel position.
/// Dense kernels of 3 x 3 and stride 1 with many channels are computed by <see cref="WinogradDriver">Winograd's algorithm</see>.
/// </summary>
public static class ConvolutionKernel
{
    // Pixels with fewer channels are read in runs, so that the innermost loop is long enough.
    private const int FewestChannelsOfPixels = 16;

    private const int MostElementsOfLines = 2048;

    /// <summary>Number of floats of scratch memory that <see cref="Forward"/> wants.</summary>
    public static int WorkspaceLength(in ConvolutionGeometry geometry) => WorkspaceLength(geometry, TileVariants.For(KernelSelection.Level));

    /// <summary>output = activation(convolution(input, weights) + bias + residual). The result for a picture does not depend on the others of its batch.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="weights">Weights packed for these channels and this kernel.</param>
    /// <param name="bias">One number an output channel, or empty.</param>
    /// <param name="residual">[N, output H, output W, O], added before the activation, or empty. It may be the same memory as <paramref name="output"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">[N, output H, output W, O]; must not overlap <paramref name="input"/>.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength(in ConvolutionGeometry)"/>; its content is undefined.</param>
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
        ArgumentNullException.ThrowIfNull(weights);
        weights.Check(geometry);
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        KernelArguments.CheckOptionalLength(bias.Length, geometry.OutputChannels);
        KernelArguments.CheckOptionalLength(residual.Length, geometry.OutputLength);
        KernelArguments.CheckLength(output.Length, geometry.OutputLength);
        KernelArguments.CheckLength(workspace.Length, weights.IsWinograd ? WorkspaceLength(geometry, weights.Tile) : 0);
        ArgumentNullException.ThrowIfNull(pool);
        if (weights.Tile is null)
        {
            ConvolutionReference.Forward(geometry, input, weights.Packed.Span, bias, residual, activation, output);
        }
        else if (weights.IsDepthwise)
        {
            RunDepthwise(geometry, input, weights, bias, residual, activation, output, pool);
        }
        else if (weights.IsWinograd)
        {
            RunWinograd(geometry, input, weights, bias, residual, activation, output, workspace, pool);
        }
        else
        {
            RunTiles(geometry, input, weights, bias, residual, activation, output, pool);
        }
    }

    internal static int WorkspaceLength(in ConvolutionGeometry geometry, TileVariant? tile)
    {
        geometry.Validate();
        return tile is not null && WinogradPlan.Supports(geometry) ? new WinogradPlan(geometry, tile).WorkspaceLength : 0;
    }

    private static unsafe void RunWinograd(
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
        fixed (float* pixels = input, panels = weights.Packed.Span, zeros = weights.Zeros.Span, biases = bias, added = residual, result = output, scratch = workspace)
        {
            WinogradProduct product = new()
            {
                Plan = new WinogradPlan(geometry, weights.Tile!),
                Tile = weights.Tile!,
                Input = pixels,
                Zeros = zeros,
                Panels = panels,
                Bias = biases,
                Residual = added,
                Output = result,
                Activation = activation,
            };
            WinogradDriver.Run(product, scratch, pool);
        }
    }

    private static unsafe void RunTiles(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ConvolutionWeights weights,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> residual,
        Activation activation,
        Span<float> output,
        WorkerPool pool)
    {
        int taps = geometry.KernelHeight * geometry.KernelWidth;
        int channels = geometry.GroupInputChannels;
        fixed (float* left = input, panels = weights.Packed.Span, zeros = weights.Zeros.Span, biases = bias, added = residual, result = output)
        {
            TileProduct product = new()
            {
                Source = geometry.IsPointwise ? TileSource.Rows
                    : channels < FewestChannelsOfPixels && taps * channels <= MostElementsOfLines ? TileSource.Lines
                    : TileSource.Pixels,
                Rows = geometry.Batch * geometry.OutputHeight * geometry.OutputWidth,
                Columns = geometry.GroupOutputChannels,
                Groups = geometry.Groups,
                Taps = taps,
                Channels = channels,
                Left = left,
                LeftStride = geometry.InputChannels,
                LeftGroupStride = channels,
                Geometry = geometry,
                Zeros = zeros,
                Panels = panels,
                Bias = biases,
                Residual = added,
                Output = result,
                OutputStride = geometry.OutputChannels,
                OutputGroupStride = geometry.GroupOutputChannels,
                Alpha = 1,
                Beta = 1,
                Activation = activation,
            };
            weights.Tile!.Run(product, pool);
        }
    }

    private static unsafe void RunDepthwise(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ConvolutionWeights weights,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> residual,
        Activation activation,
        Span<float> output,
        WorkerPool pool)
    {
        fixed (float* left = input, packed = weights.Packed.Span, biases = bias, added = residual, result = output)
        {
            DepthwiseDriver driver = new(new DepthwiseProduct
            {
                Geometry = geometry,
                Input = left,
                Weights = packed,
                Bias = biases,
                Residual = added,
                Output = result,
                Activation = activation,
            });
            pool.Run(driver.PartCount, driver);
        }
    }
}
