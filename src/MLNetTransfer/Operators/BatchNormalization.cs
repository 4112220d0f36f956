using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.BatchNormalization;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// BatchNormalization with fixed statistics: Y = (X - mean) / sqrt(variance + <c>epsilon</c>) scale + B, one number of each a channel (dimension 1).
/// Operator sets 6, 7, 9, 14 and 15; Float32; any rank from 2. Refused: training (<c>training_mode</c> = 1, or the outputs beyond Y), <c>spatial</c> = 0.
/// </summary>
internal sealed class BatchNormalization : Operator
{
    private Folding? _folded;

    public BatchNormalization(OnnxNode node)
        : base(node, AttributesOf(node.OperatorSetVersion))
    {
        Epsilon = node.Attributes.Number("epsilon", 1e-5f);
        if (node.Attributes.Integer("training_mode", 0) != 0 || node.Outputs.Skip(1).Any(name => name.Length > 0))
        {
            throw new OnnxException("Training mode is not supported; export the model in inference mode.");
        }

        if (node.Attributes.Integer("spatial", 1) != 1)
        {
            throw new OnnxException("Attribute 'spatial' is 0 (one mean an element), only 1 (one mean a channel) is supported.");
        }
    }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; }

    public override bool CanRunInPlace => true;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 5, 5);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        if (input.Rank < 2)
        {
            throw new OnnxException($"Input X has shape {input}, expected [N, C, ...].");
        }

        foreach ((int index, string name) in new[] { (1, "scale"), (2, "B"), (3, "mean"), (4, "var") })
        {
            Facts.CheckShape(Facts.Float(inputs, index, name), new Shape(input[1]), name);
        }

        return [new TensorFact(ElementType.Float32, input)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => inputs[0]?.Shape.Rank == 4;

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Tensor<float> output = context.Output<float>(0);
        Folding folded = Fold(context);
        int channels = input.Shape[1];
        if (input.Format == MemoryFormat.ChannelsLast || input.Shape.Rank == 2)
        {
            int pixels = channels == 0 ? 0 : input.Shape.Count / channels;
            BatchNormalizationKernel.Forward(pixels, channels, input.Span, folded.Scale, folded.Shift, Activation.None, output.Span, context.Pool);
            return;
        }

        int plane = channels == 0 || input.Shape[0] == 0 ? 0 : input.Shape.Count / (input.Shape[0] * channels);
        ReadOnlySpan<float> source = input.Span;
        Span<float> target = output.Span;
        for (int start = 0; start < source.Length; start += plane)
        {
            int channel = start / plane % channels;
            for (int index = start; index < start + plane; index++)
            {
                target[index] = (source[index] * folded.Scale[channel]) + folded.Shift[channel];
            }
        }
    }

    public override bool HasGradient(int input) => input < 3;

    public override bool AddsPrior(int input) => input is 1 or 2;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(wanted[1] || wanted[2] ? [0, 1, 3, 4] : [1, 4]);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        int channels = input.Shape[1];
        ReadOnlySpan<float> scale = context.Forward.Input<float>(1).Span;
        ReadOnlySpan<float> variance = context.Forward.Input<float>(4).Span;
        float[] inverse = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            inverse[channel] = (float)(1 / Math.Sqrt((double)variance[channel] + Epsilon));
        }

        Tensor<float>? wanted = context.OptionalInputGradient(0);
        Span<float> target = wanted is null ? default : PictureBuffer.Target(wanted);
        ReadOnlySpan<float> given = PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool);
        if (context.IsWanted(1) || context.IsWanted(2))
        {
            float[] scaleGradient = new float[channels];
            float[] shiftGradient = new float[channels];
            BatchNormalizationGradientKernel.Frozen(
                channels == 0 ? 0 : input.Shape.Count / channels,
                channels,
                PictureBuffer.ChannelsLast(input, context.Pool),
                context.Forward.Input<float>(3).Span,
                inverse,
                scale,
                given,
                target,
                scaleGradient,
                shiftGradient,
                context.Pool);
            Add(context, 1, scaleGradient);
            Add(context, 2, shiftGradient);
        }
        else if (wanted is not null)
        {
            VectorArithmetic.Multiply(scale, inverse, inverse);
            ElementwiseKernel.BinaryRow(default(MultiplyOperator), given, inverse, target, context.Pool);
        }

        if (wanted is not null)
        {
            PictureBuffer.Store(target, wanted, context.Pool);
        }
    }

    private static void Add(BackwardContext context, int input, float[] part)
    {
        if (context.IsWanted(input))
        {
            VectorArithmetic.AddScaled(1, part, GradientTarget.ToAddTo(context, input));
        }
    }

    /// <summary>The same normalisation by the statistics of each batch, as it is trained.</summary>
    public TrainedBatchNormalization InTraining() => new(Node, Activation.None, hasUnbiasedVariance: true);

    private static string[] AttributesOf(int version) => version switch
    {
        >= 14 => ["epsilon", "momentum", "training_mode"],
        >= 9 => ["epsilon", "momentum"],
        >= 7 => ["epsilon", "momentum", "spatial"],
        _ => ["epsilon", "is_test", "momentum", "spatial"],
    };

    // Parameters that never change are folded once; threads that come here at once get equal results, of which one stays.
    private Folding Fold(OperatorContext context)
    {
        bool isConstant = context.IsConstant(1) && context.IsConstant(2) && context.IsConstant(3) && context.IsConstant(4);
        BatchParameters parameters = new(
            context.Input<float>(1).Memory,
            context.Input<float>(2).Memory,
            context.Input<float>(3).Memory,
            context.Input<float>(4).Memory);
        Folding? folded = Volatile.Read(ref _folded);
        if (isConstant && folded is not null && folded.Source == parameters)
        {
            return folded;
        }

        int channels = parameters.Gamma.Length;
        folded = new Folding(parameters, new float[channels], new float[channels]);
        BatchNormalizationKernel.Fold(
            parameters.Gamma.Span,
            parameters.Beta.Span,
            parameters.Mean.Span,
            parameters.Variance.Span,
            Epsilon,
            folded.Scale,
            folded.Shift);
        if (isConstant)
        {
            Volatile.Write(ref _folded, folded);
        }

        return folded;
    }

    private readonly record struct BatchParameters(Memory<float> Gamma, Memory<float> Beta, Memory<float> Mean, Memory<float> Variance);

    private sealed record Folding(BatchParameters Source, float[] Scale, float[] Shift);
}
