using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>A function of each element of one Float32 input, in any memory format.</summary>
internal abstract class UnaryOperator : Operator
{
    protected UnaryOperator(OnnxNode node, params ReadOnlySpan<string> attributes)
        : base(node, attributes)
    {
    }

    public sealed override bool CanRunInPlace => true;

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        return [new TensorFact(ElementType.Float32, Facts.Float(inputs, 0, "input").Shape)];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context) => Apply(context.Input<float>(0).Span, context.Output<float>(0).Span, context.Pool);

    public sealed override bool HasGradient(int input) => true;

    public sealed override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Source switch
    {
        GradientSource.Input => Operators.BackwardNeeds.OfInputs(0),
        GradientSource.Output => Operators.BackwardNeeds.FirstOutput,
        _ => Operators.BackwardNeeds.Nothing,
    };

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        ReadOnlySpan<float> value = Source switch
        {
            GradientSource.Input => context.Forward.Input<float>(0).Span,
            GradientSource.Output => context.Forward.Output<float>(0).Span,
            _ => gradient.Span,
        };
        ApplyGradient(value, gradient.Span, context.InputGradient(0).Span, context.Pool);
    }

    /// <summary>What the derivative is computed from: the output where it can be, because the input need not be kept then.</summary>
    protected virtual GradientSource Source => GradientSource.Output;

    protected abstract void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool);

    /// <summary>inputGradient = outputGradient times the derivative.</summary>
    /// <param name="value">Input or output, as <see cref="Source"/> says.</param>
    /// <param name="outputGradient">As many numbers.</param>
    /// <param name="inputGradient">As many numbers; may be the memory of <paramref name="outputGradient"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    protected abstract void ApplyGradient(ReadOnlySpan<float> value, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool);
}
