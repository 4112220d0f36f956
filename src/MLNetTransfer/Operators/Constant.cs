using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Constant: the tensor of one of the attributes <c>value</c>, <c>value_float(s)</c>, <c>value_int(s)</c>, <c>value_string(s)</c>.
/// Operator sets 1 to 22; numbers of 16 and 64 bits become Float32. Refused: <c>sparse_value</c>.
/// </summary>
internal sealed class Constant : Operator
{
    private readonly TensorFact _value;

    public Constant(OnnxNode node)
        : base(
            node,
            node.OperatorSetVersion >= 12
                ? ["value", "value_float", "value_floats", "value_int", "value_ints", "value_string", "value_strings"]
                : ["value"])
    {
        OnnxAttributes attributes = node.Attributes;
        if (attributes.Values.Count != 1)
        {
            throw new OnnxException($"Found {attributes.Values.Count} attributes, expected one with the value.");
        }

        Tensor value = attributes.Values.Keys.First() switch
        {
            "value" => EngineType.Convert(attributes.Tensor("value")!),
            "value_float" => Tensor.From(default, new[] { attributes.Number("value_float", 0) }.AsMemory()),
            "value_floats" => Tensor.FromValues([.. attributes.Numbers("value_floats")!]),
            "value_int" => Tensor.From(default, new[] { attributes.Integer("value_int", 0) }.AsMemory()),
            "value_ints" => Tensor.FromValues([.. attributes.Integers("value_ints")!]),
            "value_string" => Tensor.From(default, new[] { attributes.Text("value_string", string.Empty) }.AsMemory()),
            _ => Tensor.FromValues([.. attributes.Texts("value_strings")!]),
        };
        _value = TensorFact.Of(value);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 0, 0);
        return [_value];
    }

    public override void Forward(OperatorContext context) => StridedCopy.Copy(_value.Constant!, context.Output(0));
}
