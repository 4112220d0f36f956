using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.BatchNormalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// BatchNormalization in training mode (Ioffe and Szegedy, 2015): normalised by mean and variance of the batch, while inputs 3 and 4, the running statistics, are moved
/// towards them in place: running = <c>momentum</c> running + (1 - <c>momentum</c>) batch. Stands in training graphs only, never in a file.
/// </summary>
internal sealed class TrainedBatchNormalization : Operator, IFusesActivation
{
    private readonly OnnxNode _source;
    private readonly float _epsilon;
    private readonly float _momentum;
    private readonly bool _hasUnbiasedVariance;

    /// <summary>Makes the operator.</summary>
    /// <param name="node">A BatchNormalization.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="hasUnbiasedVariance">Whether the running variance takes that of the batch as the estimate of a population (as PyTorch does) or as it is (as ONNX says).</param>
    public TrainedBatchNormalization(OnnxNode node, Activation activation, bool hasUnbiasedVariance)
        : base(new OnnxNode(node.Name, nameof(TrainedBatchNormalization), "internal", 1, [], [], new OnnxAttributes()))
    {
        _source = node;
        _epsilon = node.Attributes.Number("epsilon", 1e-5f);
        _momentum = node.Attributes.Number("momentum", 0.9f);
        _hasUnbiasedVariance = hasUnbiasedVariance;
        Activation = activation;
    }

    public Activation Activation { get; }

    public Operator With(Activation activation) => new TrainedBatchNormalization(_source, activation, _hasUnbiasedVariance);

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        return input.Rank >= 2 ? [new TensorFact(ElementType.Float32, input)] : throw new OnnxException($"Input X has shape {input}, expected [N, C, ...].");
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => inputs[0]?.Shape.Rank == 4;

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        int channels = input.Shape[1];
        Statistics batch = (Statistics)(context.State ??= new Statistics(channels));
        Span<float> target = PictureBuffer.Target(context.Output<float>(0));
        if (context.IsRepeat)
        {
            BatchNormalizationTrainingKernel.Normalize(
                input.Shape.Count / channels,
                channels,
                PictureBuffer.ChannelsLast(input, context.Pool),
                batch.Mean,
                batch.InverseDeviation,
                context.Input<float>(1).Span,
                context.Input<float>(2).Span,
                Activation,
                target,
                context.Pool);
            PictureBuffer.Store(target, context.Output<float>(0), context.Pool);
            return;
        }

        BatchNormalizationTrainingKernel.Forward(
            input.Shape.Count / channels,
            channels,
            PictureBuffer.ChannelsLast(input, context.Pool),
            context.Input<float>(1).Span,
            context.Input<float>(2).Span,
            _epsilon,
            _momentum,
            _hasUnbiasedVariance,
            Activation,
            context.Input<float>(3).Span,
            context.Input<float>(4).Span,
            batch.Mean,
            batch.InverseDeviation,
            target,
            context.Pool);
        PictureBuffer.Store(target, context.Output<float>(0), context.Pool);
    }

    public override bool HasGradient(int input) => input < 3;

    public override bool AddsPrior(int input) => input is 1 or 2;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0, 1, 2);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> input = context.Forward.Input<float>(0);
        int channels = input.Shape[1];
        Statistics batch = (Statistics)context.Forward.State!;
        batch.ScaleGradient.AsSpan().Clear();
        batch.ShiftGradient.AsSpan().Clear();
        Tensor<float>? wanted = context.OptionalInputGradient(0);
        Span<float> target = wanted is null ? default : PictureBuffer.Target(wanted);
        BatchNormalizationTrainingKernel.Backward(
            input.Shape.Count / channels,
            channels,
            PictureBuffer.ChannelsLast(input, context.Pool),
            batch.Mean,
            batch.InverseDeviation,
            context.Forward.Input<float>(1).Span,
            context.Forward.Input<float>(2).Span,
            Activation,
            PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool),
            target,
            batch.ScaleGradient,
            batch.ShiftGradient,
            context.Pool);
        Add(context, 1, batch.ScaleGradient);
        Add(context, 2, batch.ShiftGradient);
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

    private sealed class Statistics(int channels)
    {
        public float[] Mean { get; } = new float[channels];

        public float[] InverseDeviation { get; } = new float[channels];

        public float[] ScaleGradient { get; } = new float[channels];

        public float[] ShiftGradient { get; } = new float[channels];
    }
}
