using System.Runtime.InteropServices;
using System.Text;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Onnx;

/// <summary>Makes tensors of the <c>TensorProto</c> messages of a file: raw bytes, typed fields, or data beside the file.</summary>
internal static class OnnxTensorReader
{
    private const int External = 1;

    public static Tensor Read(TensorProto proto, string what, string? folder)
    {
        ElementType type = OnnxElementTypes.FromNumber(proto.DataType, what);
        Shape shape = ReadShape(proto, what);
        if (proto.DataLocation == External)
        {
            if (type == ElementType.String)
            {
                throw new OnnxException($"{what} holds texts outside the file, which ONNX does not have.");
            }

            return FromBytes(type, proto.DataType, shape, OnnxExternalData.Read(proto, folder, (long)shape.Count * StoredSize(type, proto.DataType)), what);
        }

        if (type == ElementType.String)
        {
            CheckCount(proto.StringData.Count, shape, what);
            return Tensor.From<string>(shape, proto.StringData.Select(text => Encoding.UTF8.GetString(text.Span)).ToArray());
        }

        return proto.HasRawData ? FromBytes(type, proto.DataType, shape, proto.RawData.Span, what) : FromFields(type, shape, proto, what);
    }

    private static Shape ReadShape(TensorProto proto, string what)
    {
        int[] dimensions = new int[proto.Dims.Count];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            long dimension = proto.Dims[axis];
            if (dimension is < 0 or > int.MaxValue)
            {
                throw new OnnxException($"{what} has the dimension {dimension}; expected 0 to {int.MaxValue}.");
            }

            dimensions[axis] = (int)dimension;
        }

        try
        {
            return new Shape(dimensions);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new OnnxException($"{what} has the dimensions [{string.Join(", ", dimensions)}], more elements than a tensor can have.", exception);
        }
    }

    private static int StoredSize(ElementType type, int number) => type switch
    {
        ElementType.Float32 => number == OnnxElementTypes.BFloat16 ? 2 : 4,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 => 2,
        _ => 1,
    };

    private static Tensor FromBytes(ElementType type, int number, Shape shape, ReadOnlySpan<byte> bytes, string what)
    {
        long expected = (long)shape.Count * StoredSize(type, number);
        if (bytes.Length != expected)
        {
            throw new OnnxException($"{what} of shape {shape} has {bytes.Length} bytes; expected {expected}.");
        }

        if (number == OnnxElementTypes.BFloat16)
        {
            return WidenBFloat16(shape, MemoryMarshal.Cast<byte, ushort>(bytes));
        }

        return type switch
        {
            ElementType.Float32 => Copy<float>(shape, bytes),
            ElementType.Float64 => Copy<double>(shape, bytes),
            ElementType.Float16 => Copy<Half>(shape, bytes),
            ElementType.Int64 => Copy<long>(shape, bytes),
            ElementType.Int32 => Copy<int>(shape, bytes),
            ElementType.Int16 => Copy<short>(shape, bytes),
            ElementType.Int8 => Copy<sbyte>(shape, bytes),
            ElementType.UInt64 => Copy<ulong>(shape, bytes),
            ElementType.UInt32 => Copy<uint>(shape, bytes),
            ElementType.UInt16 => Copy<ushort>(shape, bytes),
            ElementType.UInt8 => Copy<byte>(shape, bytes),
            _ => FromList(shape, bytes.ToArray(), value => value != 0, what),
        };
    }

    private static Tensor FromFields(ElementType type, Shape shape, TensorProto proto, string what) => type switch
    {
        ElementType.Float32 when proto.DataType == OnnxElementTypes.BFloat16 =>
            FromList(shape, proto.Int32Data, value => BitConverter.UInt32BitsToSingle((uint)(ushort)value << 16), what),
        ElementType.Float32 => FromList(shape, proto.FloatData, value => value, what),
        ElementType.Float64 => FromList(shape, proto.DoubleData, value => value, what),
        ElementType.Float16 => FromList(shape, proto.Int32Data, value => BitConverter.UInt16BitsToHalf((ushort)value), what),
        ElementType.Int64 => FromList(shape, proto.Int64Data, value => value, what),
        ElementType.Int32 => FromList(shape, proto.Int32Data, value => value, what),
        ElementType.Int16 => FromList(shape, proto.Int32Data, value => (short)value, what),
        ElementType.Int8 => FromList(shape, proto.Int32Data, value => (sbyte)value, what),
        ElementType.UInt64 => FromList(shape, proto.Uint64Data, value => value, what),
        ElementType.UInt32 => FromList(shape, proto.Uint64Data, value => (uint)value, what),
        ElementType.UInt16 => FromList(shape, proto.Int32Data, value => (ushort)value, what),
        ElementType.UInt8 => FromList(shape, proto.Int32Data, value => (byte)value, what),
        _ => FromList(shape, proto.Int32Data, value => value != 0, what),
    };

    private static Tensor<T> Copy<T>(Shape shape, ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        Tensor<T> tensor = Tensor.Create<T>(shape);
        bytes.CopyTo(MemoryMarshal.AsBytes(tensor.Span));
        return tensor;
    }

    private static Tensor<float> WidenBFloat16(Shape shape, ReadOnlySpan<ushort> halves)
    {
        Tensor<float> tensor = Tensor.Create<float>(shape);
        for (int index = 0; index < halves.Length; index++)
        {
            tensor.Span[index] = BitConverter.UInt32BitsToSingle((uint)halves[index] << 16);
        }

        return tensor;
    }

    private static Tensor<TElement> FromList<TField, TElement>(Shape shape, IList<TField> fields, Func<TField, TElement> convert, string what)
        where TElement : unmanaged
    {
        CheckCount(fields.Count, shape, what);
        Tensor<TElement> tensor = Tensor.Create<TElement>(shape);
        for (int index = 0; index < fields.Count; index++)
        {
            tensor.Span[index] = convert(fields[index]);
        }

        return tensor;
    }

    private static void CheckCount(int found, Shape shape, string what)
    {
        if (found != shape.Count)
        {
            throw new OnnxException($"{what} of shape {shape} has {found} values; expected {shape.Count}.");
        }
    }
}
