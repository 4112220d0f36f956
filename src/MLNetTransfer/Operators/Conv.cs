using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
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
internal sealed class Conv : Operator
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
            context.IsConstant(1) ? PackedOnce(weights, geometry) : Pack(weights, geometry),
            context.OptionalInput(2) is Tensor<float> bias ? bias.Span : default,
            HasResidual ? PictureBuffer.ChannelsLast(context.Input<float>(3), context.Pool) : default,
            Activation,
            target,
            context.Workspace.Span,
            context.Pool);
        PictureBuffer.Store(target, output, context.Pool);
    }

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

    private ConvolutionGeometry Geometry(Shape input, Shape weights)
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
