using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// A convolution and the BatchNormalization with fixed statistics behind it as one convolution with W' = s W and b' = shift + s (b - mean), where s = scale / sqrt(variance +
/// epsilon), and W, b, scale and shift can be trained. With dW' and db' the gradients of the folded convolution: dW = s dW', db = s db', dshift = db',
/// dscale = (sum of W dW' over the weights of the channel + (b - mean) db') / sqrt(variance + epsilon). So the result of the convolution itself is needed nowhere.
/// Inputs X, W, b or none, shortcut or none, scale, shift, mean, variance. Stands in training graphs only, never in a file.
/// </summary>
internal sealed class NormalizedConv : Operator, IFusesResidual
{
    private const int Residual = 3;
    private const int Scale = 4;
    private const int Shift = 5;
    private const int Mean = 6;
    private const int Variance = 7;

    private readonly Conv _convolution;
    private readonly float _epsilon;

    /// <summary>Joins a convolution and a normalisation.</summary>
    /// <param name="convolution">The convolution with its activation, which comes after the normalisation.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public NormalizedConv(Conv convolution, float epsilon)
        : base(new OnnxNode(convolution.Node.Name, nameof(NormalizedConv), "internal", 1, [], [], new OnnxAttributes()))
    {
        _convolution = convolution;
        _epsilon = epsilon;
    }

    public Activation Activation => _convolution.Activation;

    public bool HasResidual => _convolution.HasResidual;

    public Operator With(Activation activation) => new NormalizedConv(_convolution.WithEpilogue(activation, HasResidual), _epsilon);

    public Operator WithResidual() => new NormalizedConv(_convolution.WithEpilogue(Activation, hasResidual: true), _epsilon);

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 8, 8);
        for (int index = Scale; index <= Variance; index++)
        {
            Facts.CheckShape(inputs[index], new Shape(inputs[1]!.Shape[0]), "of the normalisation");
        }

        return _convolution.Infer([.. inputs.Take(4)]);
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => _convolution.SupportsChannelsLast(inputs);

    public override bool PacksConstant(int input) => input == 1;

    public override int WorkspaceLength(IReadOnlyList<TensorFact?> inputs) => _convolution.WorkspaceLength(inputs);

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Tensor<float> weights = context.Input<float>(1);
        Tensor<float> output = context.Output<float>(0);
        ConvolutionGeometry geometry = _convolution.Geometry(input.Shape, weights.Shape);
        State state = StateOf(context, weights.Shape);
        Fold(context, state);
        Span<float> target = PictureBuffer.Target(output);
        ConvolutionKernel.Forward(
            geometry,
            PictureBuffer.ChannelsLast(input, context.Pool),
            state.Convolution.PackForward(state.Weights, geometry),
            state.Bias,
            HasResidual ? PictureBuffer.ChannelsLast(context.Input<float>(Residual), context.Pool) : default,
            Activation,
            target,
            context.Workspace.Span,
            context.Pool);
        PictureBuffer.Store(target, output, context.Pool);
    }

    public override bool HasGradient(int input) => input <= Shift && (input != Residual || HasResidual);

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => input == Residual && Activation.Kind == ActivationKind.None;

    public override bool SharesGradient(int input) => input == Residual;

    public override bool AddsPrior(int input) => input != Residual;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted)
    {
        List<int> inputs = [1, Scale, Shift, Mean, Variance];
        if (wanted[2] || wanted[Scale])
        {
            inputs.Add(2);
        }

        if (wanted[1] || wanted[Scale])
        {
            inputs.Add(0);
        }

        return new BackwardNeeds([.. inputs], Activation.Kind == ActivationKind.None ? [] : [0]);
    }

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        _convolution.BackwardWorkspaceLength(_convolution.Geometry(inputs[0]!.Shape, inputs[1]!.Shape), wanted[Residual]);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        ConvolutionGeometry geometry = _convolution.Geometry(input.Shape, context.Forward.Input(1).Shape);
        State state = (State)context.Forward.State!;
        bool sumsAreWanted = context.IsWanted(2) || context.IsWanted(Scale) || context.IsWanted(Shift);
        state.BiasGradient.AsSpan().Clear();
        if (ConvolutionState.IsInOnePass(geometry, context.IsWanted(Residual)))
        {
            state.WeightGradient.AsSpan().Clear();
            ConvolutionState.BackwardInOnePass(geometry, Activation, context, state.Weights, context.IsWanted(1) || context.IsWanted(Scale) ? state.WeightGradient : default, state.BiasGradient);
            Unfold(context, state);
            return;
        }

        Span<float> scratch = context.Workspace.Span;
        ReadOnlySpan<float> gradient = ConvolutionState.InFrontOf(
            Activation, context, Residual, geometry.OutputChannels, sumsAreWanted ? state.BiasGradient : default, scratch);
        scratch = Activation.Kind == ActivationKind.None ? scratch : scratch[geometry.OutputLength..];
        if (context.IsWanted(1) || context.IsWanted(Scale))
        {
            state.WeightGradient.AsSpan().Clear();
            ConvolutionGradientKernel.WeightGradient(geometry, PictureBuffer.ChannelsLast(input, context.Pool), gradient, state.WeightGradient, scratch, context.Pool);
        }

        Unfold(context, state);
        if (context.OptionalInputGradient(0) is Tensor<float> wanted)
        {
            Span<float> target = PictureBuffer.Target(wanted);
            ReadOnlySpan<float> prior = context.Prior(0) is Tensor<float> before ? PictureBuffer.ChannelsLast(before, context.Pool) : default;
            ConvolutionGradientKernel.InputGradient(geometry, gradient, state.Convolution.PackBackward(state.Weights, geometry), prior, target, scratch, context.Pool);
            PictureBuffer.Store(target, wanted, context.Pool);
        }
    }

    private static State StateOf(OperatorContext context, Shape weights) => (State)(context.State ??= new State(weights.Count, weights[0]));

    private void Fold(OperatorContext context, State state)
    {
        ReadOnlySpan<float> weights = context.Input<float>(1).Span;
        ReadOnlySpan<float> bias = context.OptionalInput(2) is Tensor<float> given ? given.Span : default;
        ReadOnlySpan<float> scale = context.Input<float>(Scale).Span;
        ReadOnlySpan<float> shift = context.Input<float>(Shift).Span;
        ReadOnlySpan<float> mean = context.Input<float>(Mean).Span;
        ReadOnlySpan<float> variance = context.Input<float>(Variance).Span;
        int length = weights.Length / scale.Length;
        for (int channel = 0; channel < scale.Length; channel++)
        {
            double inverse = 1 / Math.Sqrt((double)variance[channel] + _epsilon);
            double factor = scale[channel] * inverse;
            double centred = (bias.IsEmpty ? 0 : bias[channel]) - (double)mean[channel];
            state.Inverse[channel] = (float)inverse;
            state.Factor[channel] = (float)factor;
            state.Centred[channel] = (float)centred;
            state.Bias[channel] = (float)(shift[channel] + (factor * centred));
            VectorArithmetic.Scale(weights.Slice(channel * length, length), (float)factor, state.Weights.AsSpan(channel * length, length));
        }
    }

    // From the gradients of the folded weights and bias to those of what they were folded from.
    private static void Unfold(BackwardContext context, State state)
    {
        ReadOnlySpan<float> weights = context.Forward.Input<float>(1).Span;
        int channels = state.Factor.Length;
        int length = weights.Length / channels;
        Span<float> weightTarget = context.IsWanted(1) ? GradientTarget.ToAddTo(context, 1) : default;
        Span<float> biasTarget = context.IsWanted(2) ? GradientTarget.ToAddTo(context, 2) : default;
        Span<float> scaleTarget = context.IsWanted(Scale) ? GradientTarget.ToAddTo(context, Scale) : default;
        Span<float> shiftTarget = context.IsWanted(Shift) ? GradientTarget.ToAddTo(context, Shift) : default;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> folded = state.WeightGradient.AsSpan(channel * length, length);
            if (!weightTarget.IsEmpty)
            {
                VectorArithmetic.AddScaled(state.Factor[channel], folded, weightTarget.Slice(channel * length, length));
            }

            if (!biasTarget.IsEmpty)
            {
                biasTarget[channel] += state.Factor[channel] * state.BiasGradient[channel];
            }

            if (!scaleTarget.IsEmpty)
            {
                float product = VectorArithmetic.Dot(folded, weights.Slice(channel * length, length));
                scaleTarget[channel] += state.Inverse[channel] * (product + (state.Centred[channel] * state.BiasGradient[channel]));
            }

            if (!shiftTarget.IsEmpty)
            {
                shiftTarget[channel] += state.BiasGradient[channel];
            }
        }
    }

    private sealed class State(int weightCount, int channels)
    {
        public ConvolutionState Convolution { get; } = new();

        public float[] Weights { get; } = new float[weightCount];

        public float[] WeightGradient { get; } = new float[weightCount];

        public float[] Bias { get; } = new float[channels];

        public float[] BiasGradient { get; } = new float[channels];

        public float[] Inverse { get; } = new float[channels];

        public float[] Factor { get; } = new float[channels];

        public float[] Centred { get; } = new float[channels];
    }
}
