using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>What QuantizeLinear and DequantizeLinear share: scale (input 1) and zero point (input 2), one number or one for each index of an axis.</summary>
internal static class QuantizationScale
{
    // axis came with operator set 13, saturate with 19, the others with 21 (output_dtype: with 21).
    public static string[] Attributes(OnnxNode node, string[] newest) => node.OperatorSetVersion switch
    {
        >= 21 => newest,
        >= 19 => [.. newest.Where(name => name is "axis" or "saturate")],
        >= 13 => ["axis"],
        _ => [],
    };

    public static void RefuseBlocks(OnnxNode node)
    {
        if (node.Attributes.Integer("block_size", 0) != 0)
        {
            throw new OnnxException("A scale for blocks along an axis (block_size) is not supported, expected one number or one for each index of the axis.");
        }
    }

    /// <summary>Checks scale and zero point.</summary>
    /// <returns>The type of the zero point, or null where it is left out.</returns>
    public static ElementType? Check(IReadOnlyList<TensorFact?> inputs, Shape shape, long axis)
    {
        TensorFact scale = Facts.Float(inputs, 1, "scale");
        if (scale.Shape.Count != 1 || scale.Shape.Rank > 1)
        {
            int length = shape[Facts.Axis(axis, shape.Rank)];
            if (scale.Shape.Rank != 1 || scale.Shape.Count != length)
            {
                throw new OnnxException($"Input scale has shape {scale.Shape}, expected one number or [{length}], one for each index of axis {axis} of {shape}.");
            }
        }

        TensorFact? zero = Facts.Optional(inputs, 2);
        if (zero is not null && zero.Shape.Count != scale.Shape.Count)
        {
            throw new OnnxException($"The zero point has shape {zero.Shape}, expected that of the scale, {scale.Shape}.");
        }

        return zero?.ElementType;
    }

    /// <summary>How many elements in a row have the same scale.</summary>
    public static int Inner(Shape shape, int scales, long axis)
    {
        if (scales == 1)
        {
            return Math.Max(1, shape.Count);
        }

        int inner = 1;
        foreach (int dimension in shape.Dimensions[(Facts.Axis(axis, shape.Rank) + 1)..])
        {
            inner *= dimension;
        }

        return Math.Max(1, inner);
    }
}
