using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>One number from each channel of Float32 pictures of any number of spatial dimensions.</summary>
internal abstract class GlobalPoolingOperator : Operator
{
    protected GlobalPoolingOperator(OnnxNode node)
        : base(node)
    {
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        if (input.Rank < 3 || input.Dimensions[1..].Contains(0))
        {
            throw new OnnxException($"Input X has shape {input}, expected [N, C, H, W] with at least one pixel.");
        }

        return [new TensorFact(ElementType.Float32, new Shape([input[0], input[1], .. Enumerable.Repeat(1, input.Rank - 2)]))];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Shape shape = input.Shape;
        int pixels = shape[0] == 0 ? 1 : shape.Count / (shape[0] * shape[1]);
        Run(shape[0], pixels, shape[1], PictureBuffer.ChannelsLast(input, context.Pool), context.Output<float>(0).Span, context.Pool);
    }

    public sealed override bool HasGradient(int input) => input == 0;

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.InputGradient(0);
        Shape shape = gradient.Shape;
        int pixels = shape[0] == 0 ? 1 : shape.Count / (shape[0] * shape[1]);
        ReadOnlySpan<float> input = BackwardNeeds([true]).Inputs.Count == 0 ? default : PictureBuffer.ChannelsLast(context.Forward.Input<float>(0), context.Pool);
        Span<float> target = PictureBuffer.Target(gradient);
        RunBackward(shape[0], pixels, shape[1], input, context.OutputGradient(0).Span, target, context.Pool);
        PictureBuffer.Store(target, gradient, context.Pool);
    }

    /// <summary>From the gradient [batch, channels] to that of [batch, pixels, channels]; the input is empty where it is not needed.</summary>
    protected abstract void RunBackward(int batch, int pixels, int channels, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool);

    /// <summary>From [batch, pixels, channels] to [batch, channels].</summary>
    protected abstract void Run(int batch, int pixels, int channels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool);
}
