using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Conv: Y[n, o, y, x] = B[o] + sum over i, ky, kx of W[o, i, ky, kx] X[n, i, y strideY + ky dilationY - top, x strideX + kx dilationX - left], with the
/// channels in groups.
/// Operator sets 1 to 22; Float32; one or two spatial dimensions, any strides, dilations, pads, auto_pad and groups. Refused: three and more spatial
/// dimensions.
/// </summary>
internal sealed class Conv : Operator, IFusesResidual
{
    private readonly Window _window;
    private readonly long _groups;
    private PackedConvolution? _packed;

    public Conv(OnnxNode node)
        : this(node, Activation.None, hasResidual: false)
    {
    }

    private Conv(OnnxNode node, Activation activation, bool hasResidual)
        : base(node, "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides")
    {
        _window = new Window(node);
        _groups = node.Attributes.Integer("group", 1);
        Activation = activation;
        HasResidual = hasResidual;
    }

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether input 3 is added before the activation.</summary>
    public bool HasResidual { get; }

    /// <summary>The same convolution with what follows it done in the same pass: Y = activation(convolution + residual).</summary>
    /// <param name="activation">Applied last.</param>
    /// <param name="hasResidual">Whether there is an input 3 of the shape of the output that is added.</param>
    public Conv WithEpilogue(Activation activation, bool hasResidual) => new(Node, activation, hasResidual);

    Operator IFusesActivation.With(Activation activation) => WithEpilogue(activation, HasResidual);

    Operator IFusesResidual.WithResidual() => WithEpilogue(Activation, hasResidual: true);

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, HasResidual ? 4 : 3);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        Shape weights = Facts.Float(inputs, 1, "W").Shape;
        ConvolutionGeometry geometry = Geometry(input, weights);
        Facts.CheckShape(Facts.Optional(inputs, 2), new Shape(weights[0]), "B");
        Shape output = Window.OutputShape(input, weights[0], geometry.OutputHeight, geometry.OutputWidth);
        if (HasResidual)
        {
            Facts.CheckShape(Facts.Float(inputs, 3, "residual"), output, "residual");
        }

        return [new TensorFact(ElementType.Float32, output)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => inputs[0]?.Shape.Rank == 4;

    public override bool PacksConstant(int input) => input == 1;

    public override int WorkspaceLength(IReadOnlyList<TensorFact?> inputs) => ConvolutionKernel.WorkspaceLength(Geometry(inputs[0]!.Shape, inputs[1]!.Shape));

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Tensor<float> weights = context.Input<float>(1);
        Tensor<float> output = context.Output<float>(0);
        ConvolutionGeometry geometry = Geometry(input.Shape, weights.Shape);
        Span<float> target = PictureBuffer.Target(output);
        ConvolutionKernel.Forward(
            geometry,
            PictureBuffer.ChannelsLast(input, context.Pool),
            context.IsConstant(1) ? PackedOnce(weights, geometry)
                : weights.Format == MemoryFormat.Contiguous ? StateOf(context).PackForward(weights.Span, geometry)
                : Pack(weights, geometry),
            context.OptionalInput(2) is Tensor<float> bias ? bias.Span : default,
            HasResidual ? PictureBuffer.ChannelsLast(context.Input<float>(3), context.Pool) : default,
            Activation,
            target,
            context.Workspace.Span,
            context.Pool);
        PictureBuffer.Store(target, output, context.Pool);
    }

    public override bool HasGradient(int input) => input < (HasResidual ? 4 : 3);

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => input == 3 && Activation.Kind == ActivationKind.None;

    public override bool SharesGradient(int input) => input == 3;

    public override bool AddsPrior(int input) => input < 3;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted)
    {
        if (!ConvolutionState.IsInvertible(Activation))
        {
            throw new OnnxException($"A convolution with the activation {Activation.Kind} in one has no gradient.");
        }

        List<int> inputs = [];
        if (wanted[0])
        {
            inputs.Add(1);
        }

        if (wanted[1])
        {
            inputs.Add(0);
        }

        return new BackwardNeeds(inputs, Activation.Kind == ActivationKind.None ? [] : [0]);
    }

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        ConvolutionGeometry geometry = Geometry(inputs[0]!.Shape, inputs[1]!.Shape);
        return BackwardWorkspaceLength(geometry, HasResidual && wanted[3]);
    }

    /// <summary>Number of floats of scratch memory that a way back wants.</summary>
    internal int BackwardWorkspaceLength(in ConvolutionGeometry geometry, bool residualIsWanted)
    {
        if (ConvolutionState.IsInOnePass(geometry, residualIsWanted))
        {
            return DepthwiseGradientKernel.WorkspaceLength(geometry);
        }

        int activation = Activation.Kind == ActivationKind.None ? 0 : geometry.OutputLength;
        return activation + Math.Max(ConvolutionGradientKernel.InputGradientWorkspaceLength(geometry), ConvolutionGradientKernel.WeightGradientWorkspaceLength(geometry));
    }

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        Tensor<float> weights = context.Forward.Input<float>(1);
        ConvolutionGeometry geometry = Geometry(input.Shape, weights.Shape);
        Span<float> biasGradient = context.IsWanted(2) ? GradientTarget.ToAddTo(context, 2) : default;
        if (ConvolutionState.IsInOnePass(geometry, context.IsWanted(3)))
        {
            ConvolutionState.BackwardInOnePass(geometry, Activation, context, weights.Span, context.IsWanted(1) ? GradientTarget.ToAddTo(context, 1) : default, biasGradient);
            return;
        }

        Span<float> scratch = context.Workspace.Span;
        ReadOnlySpan<float> gradient = ConvolutionState.InFrontOf(Activation, context, 3, geometry.OutputChannels, biasGradient, scratch);
        scratch = Activation.Kind == ActivationKind.None ? scratch : scratch[geometry.OutputLength..];
        if (context.IsWanted(1))
        {
            Span<float> target = GradientTarget.ToAddTo(context, 1);
            ConvolutionGradientKernel.WeightGradient(geometry, PictureBuffer.ChannelsLast(input, context.Pool), gradient, target, scratch, context.Pool);
        }

        if (context.OptionalInputGradient(0) is Tensor<float> wanted)
        {
            Span<float> target = PictureBuffer.Target(wanted);
            ReadOnlySpan<float> prior = context.Prior(0) is Tensor<float> before ? PictureBuffer.ChannelsLast(before, context.Pool) : default;
            ConvolutionGradientKernel.InputGradient(geometry, gradient, StateOf(context.Forward).PackBackward(weights.Span, geometry), prior, target, scratch, context.Pool);
            PictureBuffer.Store(target, wanted, context.Pool);
        }
    }

    private static ConvolutionState StateOf(OperatorContext context) => (ConvolutionState)(context.State ??= new ConvolutionState());

    private static ConvolutionWeights Pack(Tensor<float> weights, in ConvolutionGeometry geometry)
    {
        if (weights.Format == MemoryFormat.Contiguous)
        {
            return ConvolutionWeights.Pack(weights.Span, geometry);
        }

        Tensor<float> contiguous = Tensor.Create<float>(weights.Shape);
        StridedCopy.Copy(weights, contiguous);
        return ConvolutionWeights.Pack(contiguous.Span, geometry);
    }

    // Threads that come here at once pack the same weights twice, and one of the equal results stays.
    private ConvolutionWeights PackedOnce(Tensor<float> weights, in ConvolutionGeometry geometry)
    {
        PackedConvolution? packed = Volatile.Read(ref _packed);
        if (packed is null || !packed.Source.Equals(weights.Memory))
        {
            packed = new PackedConvolution(weights.Memory, Pack(weights, geometry));
            Volatile.Write(ref _packed, packed);
        }

        return packed.Weights;
    }

    internal ConvolutionGeometry Geometry(Shape input, Shape weights)
    {
        (int height, int width) = Window.SizeOf(input);
        if (weights.Rank != input.Rank)
        {
            throw new OnnxException($"Input X has shape {input} and W has shape {weights}; both must have one rank.");
        }

        if (_groups < 1 || weights[1] * _groups != input[1] || weights[0] % _groups != 0)
        {
            throw new OnnxException($"Input X has {input[1]} channels; W of shape {weights} in {_groups} groups takes {weights[1] * _groups} and gives {weights[0]}.");
        }

        WindowGeometry window = _window.Resolve(input, Window.SizeOf(weights));
        ConvolutionGeometry geometry = new(
            input[0],
            height,
            width,
            input[1],
            weights[0],
            window.KernelHeight,
            window.KernelWidth,
            window.StrideY,
            window.StrideX,
            window.PadTop,
            window.PadLeft,
            window.PadBottom,
            window.PadRight,
            window.DilationY,
            window.DilationX,
            (int)_groups);
        try
        {
            geometry.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new OnnxException(exception.Message, exception);
        }

        return geometry;
    }

    private sealed record PackedConvolution(Memory<float> Source, ConvolutionWeights Weights);
}
