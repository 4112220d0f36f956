using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// QuantizeLinear and DequantizeLinear with the same scale and zero point, one number each, in one pass and without the integers between them. Stands in graphs for inference only, never in
/// a file.
/// </summary>
internal sealed class RoundToSteps : Operator
{
    private readonly RoundToStepsOperator _function;

    public RoundToSteps(string name, RoundToStepsOperator function)
        : base(new OnnxNode(name, nameof(RoundToSteps), "internal", 1, [], [], new OnnxAttributes()))
    {
        _function = function;
    }

    public override bool CanRunInPlace => true;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        return [new TensorFact(ElementType.Float32, Facts.Float(inputs, 0, "input").Shape)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) =>
        ElementwiseKernel.Unary(_function, context.Input<float>(0).Span, context.Output<float>(0).Span, context.Pool);
}
