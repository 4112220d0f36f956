using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// All gradients of a depthwise convolution of 3 x 3 and its activation in one pass over memory: of the gradient behind the activation only three lines exist in front of it, and all
/// that reads them is computed while they are in the cache.
/// </summary>
public static class DepthwiseGradientKernel
{
    /// <summary>
    /// Whether <see cref="Backward"/> takes a convolution: 3 x 3 with one output channel an input channel, padding of 1, no dilation, and stride 1, or stride 2 over an even
    /// number of lines and columns.
    /// </summary>
    public static bool Supports(in ConvolutionGeometry geometry)
    {
        bool isPlain = geometry.IsDepthwise
            && geometry.OutputChannels == geometry.InputChannels
            && geometry is { KernelHeight: 3, KernelWidth: 3, DilationY: 1, DilationX: 1, PadTop: 1, PadLeft: 1 }
            && geometry.StrideX == geometry.StrideY;
        return isPlain && geometry.StrideX switch
        {
            1 => geometry.OutputHeight == geometry.InputHeight && geometry.OutputWidth == geometry.InputWidth,
            2 => 2 * geometry.OutputHeight == geometry.InputHeight && 2 * geometry.OutputWidth == geometry.InputWidth,
            _ => false,
        };
    }

    /// <summary>Number of floats of scratch memory that <see cref="Backward"/> wants.</summary>
    public static int WorkspaceLength(in ConvolutionGeometry geometry)
    {
        geometry.Validate();
        return KernelSelection.Level == KernelLevel.Reference || geometry.Batch == 0 ? 0 : new DepthwiseGradientPlan(geometry).WorkspaceLength;
    }

    /// <summary>
    /// With g the gradient in front of the activation: biasGradient += the sums of g, weightGradient += the gradient of the weights, inputGradient = prior + the gradient of the
    /// input. The same bits for any number of threads.
    /// </summary>
    /// <param name="geometry">The sizes of the convolution, one that is supported.</param>
    /// <param name="input">[N, H, W, C].</param>
    /// <param name="weights">[C, 1, 3, 3], as in ONNX.</param>
    /// <param name="activation">None, Relu, Clip or LeakyRelu (slope at least 0).</param>
    /// <param name="output">[N, output H, output W, C], the result of the activation; empty with None.</param>
    /// <param name="outputGradient">[N, output H, output W, C].</param>
    /// <param name="prior">[N, H, W, C] to be added, or empty; may be the memory of <paramref name="inputGradient"/>.</param>
    /// <param name="inputGradient">[N, H, W, C], or empty when nobody needs it; must not overlap what is read.</param>
    /// <param name="weightGradient">[C, 1, 3, 3], added to, or empty when nobody needs it; then the input is not read.</param>
    /// <param name="biasGradient">One a channel, added to, or empty when nobody needs it.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">The convolution is not supported, or sizes and buffers do not fit together.</exception>
    public static void Backward(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> weights,
        Activation activation,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        ReadOnlySpan<float> prior,
        Span<float> inputGradient,
        Span<float> weightGradient,
        Span<float> biasGradient,
        Span<float> workspace,
        WorkerPool pool)
    {
        KernelArguments.CheckLength(workspace.Length, WorkspaceLength(geometry));
        if (!Supports(geometry))
        {
            throw new ArgumentException($"The gradients of {geometry} cannot be had at once; see {nameof(Supports)}.", nameof(geometry));
        }

        ActivationSlope slope = ActivationSlope.Of(activation);
        KernelArguments.CheckLength(input.Length, geometry.InputLength);
        KernelArguments.CheckLength(weights.Length, geometry.WeightLength);
        KernelArguments.CheckLength(output.Length, slope.IsOne ? 0 : geometry.OutputLength);
        KernelArguments.CheckLength(outputGradient.Length, geometry.OutputLength);
        KernelArguments.CheckOptionalLength(prior.Length, geometry.InputLength);
        KernelArguments.CheckOptionalLength(inputGradient.Length, geometry.InputLength);
        KernelArguments.CheckOptionalLength(weightGradient.Length, geometry.WeightLength);
        KernelArguments.CheckOptionalLength(biasGradient.Length, geometry.OutputChannels);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            DepthwiseGradientReference.Backward(geometry, input, weights, slope, output, outputGradient, prior, inputGradient, weightGradient, biasGradient);
        }
        else if (geometry.Batch > 0)
        {
            DepthwiseGradientPlan plan = new(geometry);
            Turn(weights, geometry.OutputChannels, workspace[plan.TurnedWeightsStart..]);
            if (slope.IsOne)
            {
                Run(plan, input, default(UnitSlope), outputGradient, outputGradient, prior, inputGradient, !weightGradient.IsEmpty, workspace, pool);
            }
            else if (slope.IsClamp)
            {
                Run(plan, input, new ClampSlope(slope.Low, slope.High), output, outputGradient, prior, inputGradient, !weightGradient.IsEmpty, workspace, pool);
            }
            else
            {
                Run(plan, input, slope, output, outputGradient, prior, inputGradient, !weightGradient.IsEmpty, workspace, pool);
            }

            Total(plan, workspace, weightGradient, biasGradient);
        }
    }

    private static unsafe void Run<TSlope>(
        in DepthwiseGradientPlan plan,
        ReadOnlySpan<float> input,
        TSlope slope,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        ReadOnlySpan<float> prior,
        Span<float> inputGradient,
        bool wantsWeights,
        Span<float> workspace,
        WorkerPool pool)
        where TSlope : struct, IGradientSlope
    {
        fixed (float* pixels = input, results = output, given = outputGradient, before = prior, target = inputGradient, scratch = workspace)
        {
            int takenSlots = 0;
            pool.Run(plan.Geometry.Batch, new DepthwiseGradientBody<TSlope>(plan, slope, pixels, results, given, before, target, wantsWeights, scratch, &takenSlots));
        }
    }

    // [taps, C], the last tap first.
    private static void Turn(ReadOnlySpan<float> weights, int channels, Span<float> turned)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < DepthwiseGradientPlan.Taps; tap++)
            {
                turned[((DepthwiseGradientPlan.Taps - 1 - tap) * channels) + channel] = weights[(channel * DepthwiseGradientPlan.Taps) + tap];
            }
        }
    }

    // Pictures are added up in their order.
    private static void Total(in DepthwiseGradientPlan plan, Span<float> workspace, Span<float> weightGradient, Span<float> biasGradient)
    {
        Span<float> total = workspace[..plan.SumsLength];
        for (int picture = 1; picture < plan.Geometry.Batch; picture++)
        {
            VectorSums.Add(total, workspace.Slice(picture * plan.SumsLength, plan.SumsLength), total);
        }

        int channels = plan.Geometry.OutputChannels;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < DepthwiseGradientPlan.Taps && !weightGradient.IsEmpty; tap++)
            {
                weightGradient[(channel * DepthwiseGradientPlan.Taps) + tap] += total[((DepthwiseGradientPlan.Taps - 1 - tap) * channels) + channel];
            }

            if (!biasGradient.IsEmpty)
            {
                biasGradient[channel] += total[(DepthwiseGradientPlan.Taps * channels) + channel];
            }
        }
    }
}
