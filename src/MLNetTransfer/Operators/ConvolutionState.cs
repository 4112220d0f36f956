using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>What a convolution whose weights are trained keeps between its passes: the weights, packed anew in each pass into the same memory.</summary>
internal sealed class ConvolutionState
{
    private ConvolutionWeights? _forward;
    private ConvolutionGradientWeights? _backward;

    /// <summary>The weights as the forward kernel reads them.</summary>
    public ConvolutionWeights PackForward(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry)
    {
        if (_forward is null)
        {
            _forward = ConvolutionWeights.Pack(weights, geometry);
        }
        else
        {
            _forward.Repack(weights);
        }

        return _forward;
    }

    /// <summary>The weights as the kernel of the input gradient reads them.</summary>
    public ConvolutionGradientWeights PackBackward(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry)
    {
        _backward ??= ConvolutionGradientWeights.Create(geometry);
        _backward.Pack(weights);
        return _backward;
    }

    /// <summary>
    /// The gradient in front of the activation, channels-last: that behind it where there is no activation; else it is written to the gradient of the shortcut, over what
    /// is given, or to scratch memory. Its sums, one an output channel, are added to the gradient of the bias, unless that is empty.
    /// </summary>
    public static ReadOnlySpan<float> InFrontOf(Activation activation, BackwardContext context, int residual, int channels, Span<float> biasGradient, Span<float> scratch)
    {
        ReadOnlySpan<float> given = PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool);
        int pixels = given.Length / channels;
        if (activation.Kind == ActivationKind.None)
        {
            if (!biasGradient.IsEmpty)
            {
                ColumnSumsKernel.Add(pixels, channels, given, biasGradient, context.Pool);
            }

            return given;
        }

        ReadOnlySpan<float> output = PictureBuffer.ChannelsLast((Tensor<float>)context.Forward.Output(0), context.Pool);
        bool toResidual = context.IsWanted(residual);
        Span<float> target = toResidual ? PictureBuffer.Target(context.InputGradient(residual))
            : context.MayOverwriteOutputGradient ? PictureBuffer.Target(context.OutputGradient(0))
            : scratch[..given.Length];
        if (biasGradient.IsEmpty)
        {
            ActivationGradientKernel.Apply(activation, output, given, target, context.Pool);
        }
        else
        {
            ActivationGradientKernel.ApplyAndSum(activation, pixels, channels, output, given, target, biasGradient, context.Pool);
        }

        if (toResidual)
        {
            PictureBuffer.Store(target, context.InputGradient(residual), context.Pool);
        }

        return target;
    }

    /// <summary>
    /// Whether all gradients of a convolution are computed in one pass: a depthwise one whose gradient in front of the activation no shortcut wants.
    /// </summary>
    public static bool IsInOnePass(in ConvolutionGeometry geometry, bool residualIsWanted) => !residualIsWanted && DepthwiseGradientKernel.Supports(geometry);

    /// <summary>Computes all gradients in one pass.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="activation">What was applied last.</param>
    /// <param name="context">The way back; input 0 is the input of the convolution.</param>
    /// <param name="weights">The weights that the way forward used.</param>
    /// <param name="weightGradient">Added to, or empty.</param>
    /// <param name="biasGradient">Added to, or empty.</param>
    public static void BackwardInOnePass(
        in ConvolutionGeometry geometry,
        Activation activation,
        BackwardContext context,
        ReadOnlySpan<float> weights,
        Span<float> weightGradient,
        Span<float> biasGradient)
    {
        Tensor<float>? wanted = context.OptionalInputGradient(0);
        Span<float> target = wanted is null ? default : PictureBuffer.Target(wanted);
        DepthwiseGradientKernel.Backward(
            geometry,
            PictureBuffer.ChannelsLast(context.Forward.Input<float>(0), context.Pool),
            weights,
            activation,
            activation.Kind == ActivationKind.None ? default : PictureBuffer.ChannelsLast((Tensor<float>)context.Forward.Output(0), context.Pool),
            PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool),
            context.Prior(0) is Tensor<float> before ? PictureBuffer.ChannelsLast(before, context.Pool) : default,
            target,
            weightGradient,
            biasGradient,
            context.Workspace.Span,
            context.Pool);
        if (wanted is not null)
        {
            PictureBuffer.Store(target, wanted, context.Pool);
        }
    }

    /// <summary>Whether the gradient in front of an activation can be had from its result.</summary>
    public static bool IsInvertible(Activation activation) => activation.Kind switch
    {
        ActivationKind.None or ActivationKind.Relu or ActivationKind.Clip => true,
        ActivationKind.LeakyRelu => activation.First > 0,
        _ => false,
    };
}
