using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>Elements from one index of a dimension to the next, so that code is written once for every memory format.</summary>
internal static class Strides
{
    /// <summary>Strides of a tensor, in the order of its shape.</summary>
    public static void Fill(Shape shape, MemoryFormat format, Span<int> strides)
    {
        if (format == MemoryFormat.ChannelsLast)
        {
            strides[1] = 1;
            strides[3] = shape[1];
            strides[2] = shape[3] * shape[1];
            strides[0] = shape[2] * strides[2];
            return;
        }

        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
    }

    /// <summary>
    /// Strides of an operand that is broadcast to <paramref name="output"/> as in ONNX: aligned at the innermost dimension, 0 where one element is repeated.
    /// </summary>
    /// <param name="operand">Shape of the operand; its rank is at most that of the output.</param>
    /// <param name="format">How the operand lies in memory.</param>
    /// <param name="output">Shape of the result.</param>
    /// <param name="strides">One stride a dimension of the output.</param>
    public static void FillBroadcast(Shape operand, MemoryFormat format, Shape output, Span<int> strides)
    {
        int leading = output.Rank - operand.Rank;
        strides[..leading].Clear();
        Fill(operand, format, strides[leading..]);
        for (int axis = 0; axis < operand.Rank; axis++)
        {
            if (operand[axis] == 1)
            {
                strides[leading + axis] = 0;
            }
        }
    }
}
