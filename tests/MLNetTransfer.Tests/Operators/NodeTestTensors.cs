using System.Runtime.InteropServices;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Reads the tensors of node tests; real numbers of 16 and 64 bits become Float32, as which the engine computes them.</summary>
internal static class NodeTestTensors
{
    public static object ReadAttribute(AttributeProto attribute) => attribute.Type switch
    {
        1 => attribute.F,
        2 => attribute.I,
        3 => attribute.S.ToStringUtf8(),
        4 => Read(attribute.T),
        6 => attribute.Floats.ToArray(),
        7 => attribute.Ints.ToArray(),
        8 => attribute.Strings.Select(text => text.ToStringUtf8()).ToArray(),
        int type => throw new OnnxException($"Attributes of type {type} are not read."),
    };

    public static Tensor Read(TensorProto proto) => Read(proto, proto.DataType);

    /// <summary>Reads a tensor as the type that the model declares, since numbers of type BFLOAT16 are stored under the type of their bits.</summary>
    public static Tensor Read(TensorProto proto, int dataType)
    {
        Shape shape = new([.. proto.Dims.Select(dimension => (int)dimension)]);
        return dataType switch
        {
            1 => Make(shape, proto.HasRawData ? Raw<float>(proto) : [.. proto.FloatData]),
            2 => Make(shape, proto.HasRawData ? Raw<byte>(proto) : [.. proto.Int32Data.Select(value => (byte)value)]),
            3 => Make(shape, proto.HasRawData ? Raw<sbyte>(proto) : [.. proto.Int32Data.Select(value => (sbyte)value)]),
            4 => Make(shape, proto.HasRawData ? Raw<ushort>(proto) : [.. proto.Int32Data.Select(value => (ushort)value)]),
            5 => Make(shape, proto.HasRawData ? Raw<short>(proto) : [.. proto.Int32Data.Select(value => (short)value)]),
            6 => Make(shape, proto.HasRawData ? Raw<int>(proto) : [.. proto.Int32Data]),
            7 => Make(shape, proto.HasRawData ? Raw<long>(proto) : [.. proto.Int64Data]),
            8 => Make(shape, proto.StringData.Select(text => text.ToStringUtf8()).ToArray()),
            9 => Make(shape, proto.HasRawData ? Array.ConvertAll(Raw<byte>(proto), value => value != 0) : [.. proto.Int32Data.Select(value => value != 0)]),
            10 => Make(shape, Array.ConvertAll(Bits(proto), bits => (float)BitConverter.UInt16BitsToHalf(bits))),
            11 => Make(shape, Array.ConvertAll(proto.HasRawData ? Raw<double>(proto) : [.. proto.DoubleData], value => (float)value)),
            12 => Make(shape, proto.HasRawData ? Raw<uint>(proto) : [.. proto.Uint64Data.Select(value => (uint)value)]),
            13 => Make(shape, proto.HasRawData ? Raw<ulong>(proto) : [.. proto.Uint64Data]),
            16 => Make(shape, Array.ConvertAll(Bits(proto), bits => BitConverter.Int32BitsToSingle(bits << 16))),
            int type => throw new OnnxException($"Tensors of data type {type} are not read."),
        };
    }

    private static Tensor<T> Make<T>(Shape shape, T[] elements)
        where T : notnull => Tensor.From(shape, elements.AsMemory());

    private static T[] Raw<T>(TensorProto proto)
        where T : struct => MemoryMarshal.Cast<byte, T>(proto.RawData.Span).ToArray();

    private static ushort[] Bits(TensorProto proto) => proto.HasRawData ? Raw<ushort>(proto) : [.. proto.Int32Data.Select(value => (ushort)value)];
}
