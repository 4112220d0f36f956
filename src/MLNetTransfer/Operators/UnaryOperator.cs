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

    protected abstract void Apply(ReadOnlySpan<float> input, Span<float> output, WorkerPool pool);
}
