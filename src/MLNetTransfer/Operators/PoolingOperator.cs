using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>One number from each window of each channel of Float32 pictures with one or two spatial dimensions.</summary>
internal abstract class PoolingOperator : Operator
{
    private readonly Window _window;

    protected PoolingOperator(OnnxNode node, params ReadOnlySpan<string> attributes)
        : base(node, attributes)
    {
        _window = new Window(node);
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        PoolingGeometry geometry = Geometry(input);
        return [new TensorFact(ElementType.Float32, Window.OutputShape(input, input[1], geometry.OutputHeight, geometry.OutputWidth))];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Tensor<float> output = context.Output<float>(0);
        Span<float> target = PictureBuffer.Target(output);
        Run(Geometry(input.Shape), PictureBuffer.ChannelsLast(input, context.Pool), target, context.Pool);
        PictureBuffer.Store(target, output, context.Pool);
    }

    public sealed override bool HasGradient(int input) => input == 0;

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.InputGradient(0);
        Shape shape = gradient.Shape;
        ReadOnlySpan<float> input = BackwardNeeds([true]).Inputs.Count == 0 ? default : PictureBuffer.ChannelsLast(context.Forward.Input<float>(0), context.Pool);
        Span<float> target = PictureBuffer.Target(gradient);
        RunBackward(Geometry(shape), input, PictureBuffer.ChannelsLast(context.OutputGradient(0), context.Pool), target, context.Pool);
        PictureBuffer.Store(target, gradient, context.Pool);
    }

    /// <summary>The gradient of the input; the input itself is empty where <see cref="Operator.BackwardNeeds"/> does not name it.</summary>
    protected abstract void RunBackward(in PoolingGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool);

    protected abstract void Run(in PoolingGeometry geometry, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool);

    private PoolingGeometry Geometry(Shape input)
    {
        (int height, int width) = Window.SizeOf(input);
        WindowGeometry window = _window.Resolve(input);
        PoolingGeometry geometry = new(
            input[0],
            height,
            width,
            input[1],
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
            _window.RoundUp);
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
}
