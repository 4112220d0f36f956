using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

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
    /// is given, or to scratch memory.
    /// </summary>
    public static ReadOnlySpan<float> InFrontOf(Activation activation, BackwardContext context, int residual, Span<float> scratch)
    {
        ReadOnlySpan<float> given = PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool);
        if (activation.Kind == ActivationKind.None)
        {
            return given;
        }

        ReadOnlySpan<float> output = PictureBuffer.ChannelsLast((Compute.Tensors.Tensor<float>)context.Forward.Output(0), context.Pool);
        bool toResidual = context.IsWanted(residual);
        Span<float> target = toResidual ? PictureBuffer.Target(context.InputGradient(residual))
            : context.MayOverwriteOutputGradient ? PictureBuffer.Target(context.OutputGradient(0))
            : scratch[..given.Length];
        ActivationGradientKernel.Apply(activation, output, given, target, context.Pool);
        if (toResidual)
        {
            PictureBuffer.Store(target, context.InputGradient(residual), context.Pool);
        }

        return target;
    }

    /// <summary>Whether the gradient in front of an activation can be had from its result.</summary>
    public static bool IsInvertible(Activation activation) => activation.Kind switch
    {
        ActivationKind.None or ActivationKind.Relu or ActivationKind.Clip => true,
        ActivationKind.LeakyRelu => activation.First > 0,
        _ => false,
    };
}
