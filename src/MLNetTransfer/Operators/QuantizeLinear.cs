using System.Numerics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// QuantizeLinear: x / scale, rounded half to even, plus the zero point, limited to the range of the type of the zero point (input 2; without it UInt8,
/// or what <c>output_dtype</c> says). Scale and zero point are one number, or since operator set 13 one for each index of <c>axis</c>.
/// Operator sets 10 to 22; Float32 and Int32 to integers of 8 and 16 bits; no blocks, no real numbers of 8 bits, nothing of 4 bits.
/// </summary>
internal sealed class QuantizeLinear : Operator
{
    private readonly long _axis;
    private readonly ElementType _type;

    public QuantizeLinear(OnnxNode node)
        : base(node, QuantizationScale.Attributes(node, ["axis", "saturate", "block_size", "output_dtype"]))
    {
        _axis = node.Attributes.Integer("axis", 1);
        QuantizationScale.RefuseBlocks(node);
        // Numbers of TensorProto.DataType.
        _type = node.Attributes.Integer("output_dtype", 0) switch
        {
            0 or 2 => ElementType.UInt8,
            3 => ElementType.Int8,
            4 => ElementType.UInt16,
            5 => ElementType.Int16,
            long other => throw new OnnxException($"Attribute 'output_dtype' names data type {other}, which is not supported."),
        };
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 3);
        TensorFact input = Facts.Required(inputs, 0, "x");
        if (input.ElementType is not (ElementType.Float32 or ElementType.Int32))
        {
            throw new OnnxException($"Input x holds {input.ElementType}, expected Float32 or Int32.");
        }

        ElementType type = QuantizationScale.Check(inputs, input.Shape, _axis) ?? _type;
        return type is ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16
            ? [new TensorFact(type, input.Shape)]
            : throw new OnnxException($"Input y_zero_point holds {type}, expected UInt8, Int8, UInt16 or Int16.");
    }

    public override void Forward(OperatorContext context)
    {
        switch (context.Output(0))
        {
            case Tensor<byte> output: Quantize(context, output); break;
            case Tensor<sbyte> output: Quantize(context, output); break;
            case Tensor<ushort> output: Quantize(context, output); break;
            case Tensor<short> output: Quantize(context, output); break;
        }
    }

    private void Quantize<T>(OperatorContext context, Tensor<T> output)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ReadOnlySpan<float> scales = context.Input<float>(1).Span;
        ReadOnlySpan<T> zeros = context.OptionalInput(2) is Tensor<T> zeroPoints ? zeroPoints.Span : default;
        Tensor input = context.Input(0);
        int inner = QuantizationScale.Inner(input.Shape, scales.Length, _axis);
        Span<T> target = output.Span;
        float least = float.CreateChecked(T.MinValue);
        float greatest = float.CreateChecked(T.MaxValue);
        ReadOnlySpan<float> reals = input is Tensor<float> real ? real.Span : default;
        ReadOnlySpan<int> integers = input is Tensor<int> integer ? integer.Span : default;
        for (int start = 0, channel = 0; start < target.Length; start += inner, channel = channel + 1 == scales.Length ? 0 : channel + 1)
        {
            float scale = scales[channel];
            float zero = zeros.IsEmpty ? 0 : float.CreateChecked(zeros[channel]);
            int end = Math.Min(start + inner, target.Length);
            for (int index = start; index < end; index++)
            {
                float value = reals.IsEmpty ? integers[index] : reals[index];
                float rounded = MathF.Round(value / scale, MidpointRounding.ToEven) + zero;
                // What is no number becomes the least.
                target[index] = T.CreateTruncating(rounded >= greatest ? greatest : rounded > least ? rounded : least);
            }
        }
    }
}
