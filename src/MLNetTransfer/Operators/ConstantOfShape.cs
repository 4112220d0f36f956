using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// ConstantOfShape: a tensor of the shape in input 0 that holds the one element of <c>value</c> everywhere, 0 without it.
/// Operator sets 9 to 22; all element types, numbers of 16 and 64 bits become Float32. The shape must not depend on the input of the graph.
/// </summary>
internal sealed class ConstantOfShape : Operator
{
    private readonly Tensor _value;

    public ConstantOfShape(OnnxNode node)
        : base(node, "value")
    {
        _value = node.Attributes.Tensor("value") is { } value ? EngineType.Convert(value) : Tensor.FromValues(0f);
        if (_value.Shape.Count != 1)
        {
            throw new OnnxException($"Attribute 'value' has shape {_value.Shape}, expected one element.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        return [new TensorFact(_value.ElementType, Facts.ShapeOf(Facts.Integers(Facts.Required(inputs, 0, "input"), "input")))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(_value.ElementType, new Run(_value, context));

    private readonly record struct Run(Tensor Value, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull => Context.Output<T>(0).Span.Fill(((Tensor<T>)Value).Span[0]);
    }
}
