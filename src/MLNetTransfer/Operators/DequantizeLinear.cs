using System.Numerics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// DequantizeLinear: (x - zero point) scale. Scale and zero point are one number, or since operator set 13 one for each index of <c>axis</c>.
/// Operator sets 10 to 22; integers of 8, 16 and 32 bits; no blocks, no real numbers of 8 bits, nothing of 4 bits.
/// </summary>
internal sealed class DequantizeLinear : Operator
{
    private readonly long _axis;

    public DequantizeLinear(OnnxNode node)
        : base(node, QuantizationScale.Attributes(node, ["axis", "block_size"]))
    {
        _axis = node.Attributes.Integer("axis", 1);
        QuantizationScale.RefuseBlocks(node);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 3);
        TensorFact input = Facts.Required(inputs, 0, "x");
        if (input.ElementType is not (ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32))
        {
            throw new OnnxException($"Input x holds {input.ElementType}, expected integers of 8, 16 or 32 bits.");
        }

        if (QuantizationScale.Check(inputs, input.Shape, _axis) is ElementType zero && zero != input.ElementType)
        {
            throw new OnnxException($"Input x_zero_point holds {zero}, expected {input.ElementType} as x.");
        }

        return [new TensorFact(ElementType.Float32, input.Shape)];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Number(context.Input(0).ElementType, new Run(this, context));

    private readonly record struct Run(DequantizeLinear Operator, OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<T> source = Context.Input<T>(0).Span;
            ReadOnlySpan<float> scales = Context.Input<float>(1).Span;
            ReadOnlySpan<T> zeros = Context.OptionalInput(2) is Tensor<T> zeroPoints ? zeroPoints.Span : default;
            Span<float> output = Context.Output<float>(0).Span;
            int inner = QuantizationScale.Inner(Context.Input(0).Shape, scales.Length, Operator._axis);
            for (int start = 0, channel = 0; start < output.Length; start += inner, channel = channel + 1 == scales.Length ? 0 : channel + 1)
            {
                float scale = scales[channel];
                long offset = zeros.IsEmpty ? 0 : long.CreateChecked(zeros[channel]);
                int end = Math.Min(start + inner, output.Length);
                for (int index = start; index < end; index++)
                {
                    output[index] = (long.CreateChecked(source[index]) - offset) * scale;
                }
            }
        }
    }
}
