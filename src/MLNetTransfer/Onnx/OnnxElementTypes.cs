using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Onnx;

/// <summary>The numbers of <c>TensorProto.DataType</c> in the ONNX specification.</summary>
internal static class OnnxElementTypes
{
    public const int BFloat16 = 16;

    public static ElementType FromNumber(int number, string what) => number switch
    {
        1 => ElementType.Float32,
        2 => ElementType.UInt8,
        3 => ElementType.Int8,
        4 => ElementType.UInt16,
        5 => ElementType.Int16,
        6 => ElementType.Int32,
        7 => ElementType.Int64,
        8 => ElementType.String,
        9 => ElementType.Boolean,
        10 => ElementType.Float16,
        11 => ElementType.Float64,
        12 => ElementType.UInt32,
        13 => ElementType.UInt64,

        // Widened when it is read.
        BFloat16 => ElementType.Float32,
        0 => throw new OnnxException($"{what} does not say which element type it has."),
        _ => throw new OnnxException($"{what} has the element type {number}; supported are 1 to 13 and 16 (complex, float8 and int4 are not)."),
    };

    public static int ToNumber(ElementType type) => type switch
    {
        ElementType.Float32 => 1,
        ElementType.UInt8 => 2,
        ElementType.Int8 => 3,
        ElementType.UInt16 => 4,
        ElementType.Int16 => 5,
        ElementType.Int32 => 6,
        ElementType.Int64 => 7,
        ElementType.String => 8,
        ElementType.Boolean => 9,
        ElementType.Float16 => 10,
        ElementType.Float64 => 11,
        ElementType.UInt32 => 12,
        _ => 13,
    };
}
