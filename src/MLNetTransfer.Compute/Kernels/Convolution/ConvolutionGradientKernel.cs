using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Gradients of a convolution over channels-last pictures. That of the input is itself a convolution of the output gradient with the kernel turned around, one for each phase of the
/// strides; that of the weights is a product of the output gradient, transposed, with the windows of the input, some hundred pixels at a time. Both run on the tiles of the
/// matrix product. Results do not depend on the number of threads.
/// </summary>
public static class ConvolutionGradientKernel
{
    /// <summary>Number of floats of scratch memory that <see cref="InputGradient(in ConvolutionGeometry, ReadOnlySpan{float}, ConvolutionGradientWeights, ReadOnlySpan{float}, Span{float}, Span{float}, WorkerPool)"/> wants.</summary>
    public static int InputGradientWorkspaceLength(in ConvolutionGeometry geometry) => InputGradientWorkspaceLength(geometry, TileVariants.For(KernelSelection.Level));

    /// <summary>Number of floats of scratch memory that <see cref="WeightGradient(in ConvolutionGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, WorkerPool)"/> wants.</summary>
    public static int WeightGradientWorkspaceLength(in ConvolutionGeometry geometry) => WeightGradientWorkspaceLength(geometry, TileVariants.For(KernelSelection.Level));

    /// <summary>inputGradient = prior + the gradient of the input.</summary>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="outputGradient">[N, output H, output W, O].</param>
    /// <param name="weights">The weights, made for these sizes (any batch) and packed.</param>
    /// <param name="prior">[N, H, W, C] to be added, or empty; may be the memory of <paramref name="inputGradient"/>.</param>
    /// <param name="inputGradient">[N, H, W, C]; must not overlap <paramref name="outputGradient"/>.</param>
    /// <param name="workspace">Scratch of <see cref="InputGradientWorkspaceLength(in ConvolutionGeometry)"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void InputGradient(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> outputGradient,
        ConvolutionGradientWeights weights,
        ReadOnlySpan<float> prior,
        Span<float> inputGradient,
        Span<float> workspace,
        WorkerPool pool)
    {
        geometry.Validate();
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(pool);
        if (weights.Geometry with { Batch = geometry.Batch } != geometry)
        {
            throw new ArgumentException($"The weights are made for {weights.Geometry}, the convolution is {geometry}.", nameof(weights));
        }

        KernelArguments.CheckLength(outputGradient.Length, geometry.OutputLength);
        KernelArguments.CheckOptionalLength(prior.Length, geometry.InputLength);
        KernelArguments.CheckLength(inputGradient.Length, geometry.InputLength);
        KernelArguments.CheckLength(workspace.Length, InputGradientWorkspaceLength(geometry, weights.Tile));
        if (weights.Phases.Length == 0)
        {
            ConvolutionGradientReference.Input(geometry, outputGradient, weights.Plain, prior, inputGradient);
            return;
        }

        foreach (GradientPhase phase in weights.Phases)
        {
            RunPhase(geometry, phase, outputGradient, prior, inputGradient, workspace, pool);
        }
    }

    /// <summary>weightGradient += the gradient of the weights.</summary>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="outputGradient">[N, output H, output W, O].</param>
    /// <param name="weightGradient">[O, C / groups, kH, kW], added to.</param>
    /// <param name="workspace">Scratch of <see cref="WeightGradientWorkspaceLength(in ConvolutionGeometry)"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void WeightGradient(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient,
        Span<float> workspace,
        WorkerPool pool) => WeightGradient(geometry, input, outputGradient, weightGradient, workspace, pool, TileVariants.For(KernelSelection.Level));

    internal static int InputGradientWorkspaceLength(in ConvolutionGeometry geometry, TileVariant? tile)
    {
        geometry.Validate();
        if (geometry.StrideY > 1 || geometry.StrideX > 1)
        {
            int phaseRows = (geometry.InputHeight + geometry.StrideY - 1) / geometry.StrideY;
            int phaseColumns = (geometry.InputWidth + geometry.StrideX - 1) / geometry.StrideX;
            return checked(geometry.Batch * phaseRows * phaseColumns * geometry.InputChannels);
        }

        // The gradient has the size of the input, whatever the padding; so its convolution with the channels exchanged wants the same scratch.
        ConvolutionGeometry exchanged = geometry with
        {
            InputHeight = geometry.InputHeight + geometry.KernelHeight - 1,
            InputWidth = geometry.InputWidth + geometry.KernelWidth - 1,
            InputChannels = geometry.OutputChannels,
            OutputChannels = geometry.InputChannels,
            PadTop = 0,
            PadLeft = 0,
            PadBottom = 0,
            PadRight = 0,
        };
        return geometry.DilationY == 1 && geometry.DilationX == 1 && geometry.Groups == 1 ? ConvolutionKernel.WorkspaceLength(exchanged, tile) : 0;
    }

    internal static int WeightGradientWorkspaceLength(in ConvolutionGeometry geometry, TileVariant? tile)
    {
        geometry.Validate();
        if (tile is null || geometry.Batch == 0)
        {
            return 0;
        }

        if (IsPlainDepthwise(geometry))
        {
            return DepthwiseWeightGradient.SumsLength(geometry);
        }

        return new WeightGradientPlan(geometry, tile).WorkspaceLength;
    }

    internal static void WeightGradient(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient,
        Span<float> workspace,
        WorkerPool pool,
        TileVariant? tile)
    {
        KernelArguments.CheckLength(workspace.Length, WeightGradientWorkspaceLength(geometry, tile));
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        KernelArguments.CheckLength(outputGradient.Length, geometry.OutputLength);
        KernelArguments.CheckLength(weightGradient.Length, geometry.WeightLength);
        ArgumentNullException.ThrowIfNull(pool);
        if (geometry.Batch == 0)
        {
            return;
        }

        if (tile is null)
        {
            ConvolutionGradientReference.Weights(geometry, input, outputGradient, weightGradient);
        }
        else if (IsPlainDepthwise(geometry))
        {
            RunDepthwise(geometry, input, outputGradient, weightGradient, workspace, pool);
        }
        else
        {
            RunTiles(new WeightGradientPlan(geometry, tile), input, outputGradient, weightGradient, workspace, pool);
        }
    }

    private static bool IsPlainDepthwise(in ConvolutionGeometry geometry) => geometry.IsDepthwise && geometry.OutputChannels == geometry.InputChannels;

    private static unsafe void RunPhase(
        in ConvolutionGeometry geometry,
        GradientPhase phase,
        ReadOnlySpan<float> outputGradient,
        ReadOnlySpan<float> prior,
        Span<float> inputGradient,
        Span<float> workspace,
        WorkerPool pool)
    {
        bool isWhole = geometry.StrideY == 1 && geometry.StrideX == 1;
        if (phase.Weights is ConvolutionWeights weights)
        {
            ConvolutionGeometry convolution = phase.Geometry with { Batch = geometry.Batch };
            Span<float> target = isWhole ? inputGradient : workspace[..convolution.OutputLength];
            ConvolutionKernel.Forward(convolution, outputGradient, weights, [], isWhole ? prior : [], Activation.None, target, isWhole ? workspace : [], pool);
        }

        if (!isWhole)
        {
            fixed (float* values = workspace, before = prior, result = inputGradient)
            {
                PhaseScattering scattering = new(geometry, phase.Y, phase.X, phase.Weights is null ? null : values, before, result);
                pool.Run(scattering.PartCount, scattering);
            }
        }
    }

    private static unsafe void RunDepthwise(
        in ConvolutionGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> weightGradient, Span<float> workspace, WorkerPool pool)
    {
        fixed (float* pixels = input, given = outputGradient, sums = workspace)
        {
            pool.Run(geometry.Batch, new DepthwiseWeightGradient(geometry, pixels, given, sums));
        }

        int taps = geometry.KernelHeight * geometry.KernelWidth;
        int length = taps * geometry.OutputChannels;
        Span<float> total = workspace[..Math.Min(length, workspace.Length)];
        for (int picture = 1; picture < geometry.Batch; picture++)
        {
            VectorSums.Add(total, workspace.Slice(picture * length, length), total);
        }

        for (int index = 0; index < total.Length; index++)
        {
            weightGradient[(index % geometry.OutputChannels * taps) + (index / geometry.OutputChannels)] += total[index];
        }
    }

    private static unsafe void RunTiles(
        in WeightGradientPlan plan,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient,
        Span<float> workspace,
        WorkerPool pool)
    {
        fixed (float* pixels = input, given = outputGradient, scratch = workspace, result = weightGradient)
        {
            int takenSlots = 0;
            WeightGradientBody sums = new(plan, plan.IsSwapped ? given : pixels, plan.IsSwapped ? pixels : given, scratch, &takenSlots);
            pool.Run(plan.PartCount, sums);
            WeightGradientTotal total = new(plan, scratch, result);
            pool.Run(total.PartCount, total);
        }
    }
}
