using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Onnx;

/// <summary>Writes ONNX files. The same model gives the same bytes.</summary>
public static class OnnxWriter
{
    /// <summary>Version of the file format that is written: 8, which ONNX 1.10 to 1.12 introduced and every runtime since reads.</summary>
    public const long IrVersion = 8;

    /// <summary>The version of this library, as files name it.</summary>
    public static string ProducerVersion { get; } = typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3);

    /// <summary>Writes a model.</summary>
    public static void Write(OnnxModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ToProto(model).WriteTo(stream);
    }

    /// <summary>The bytes of a model.</summary>
    public static byte[] Write(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ToProto(model).ToByteArray();
    }

    private static ModelProto ToProto(OnnxModel model)
    {
        ModelProto proto = new()
        {
            IrVersion = model.IrVersion,
            ProducerName = model.ProducerName,
            ProducerVersion = model.ProducerVersion,
            Graph = ToProto(model.Graph),
        };
        proto.OpsetImport.AddRange(model.OperatorSets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new OperatorSetIdProto { Domain = set.Key, Version = set.Value }));
        proto.MetadataProps.AddRange(model.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return proto;
    }

    private static GraphProto ToProto(OnnxGraph graph)
    {
        GraphProto proto = new() { Name = graph.Name };
        proto.Input.AddRange(graph.Inputs.Select(ToProto));
        proto.Output.AddRange(graph.Outputs.Select(ToProto));
        proto.Node.AddRange(graph.Nodes.Select(ToProto));
        proto.Initializer.AddRange(graph.Initializers.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).Select(tensor => ToProto(tensor.Value, tensor.Key)));
        return proto;
    }

    private static ValueInfoProto ToProto(OnnxValueInfo value)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = OnnxElementTypes.ToNumber(value.ElementType) };
        if (value.Dimensions is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(value.Dimensions.Select(ToProto));
        }

        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension ToProto(OnnxDimension dimension)
    {
        TensorShapeProto.Types.Dimension proto = new();
        if (dimension.Value is int value)
        {
            proto.DimValue = value;
        }
        else if (dimension.Symbol is string symbol)
        {
            proto.DimParam = symbol;
        }

        return proto;
    }

    private static NodeProto ToProto(OnnxNode node)
    {
        NodeProto proto = new() { Name = node.Name, OpType = node.OperatorType };
        if (node.Domain.Length > 0)
        {
            proto.Domain = node.Domain;
        }

        proto.Input.AddRange(node.Inputs);
        proto.Output.AddRange(node.Outputs);
        proto.Attribute.AddRange(node.Attributes.Values.Select(attribute => ToProto(attribute.Key, attribute.Value)));
        return proto;
    }

    // The numbers are those of AttributeProto.AttributeType.
    private static AttributeProto ToProto(string name, object value)
    {
        AttributeProto proto = new() { Name = name };
        switch (value)
        {
            case float number:
                (proto.Type, proto.F) = (1, number);
                break;
            case long integer:
                (proto.Type, proto.I) = (2, integer);
                break;
            case string text:
                (proto.Type, proto.S) = (3, ByteString.CopyFromUtf8(text));
                break;
            case Tensor tensor:
                (proto.Type, proto.T) = (4, ToProto(tensor, ""));
                break;
            case float[] numbers:
                proto.Type = 6;
                proto.Floats.AddRange(numbers);
                break;
            case long[] integers:
                proto.Type = 7;
                proto.Ints.AddRange(integers);
                break;
            case string[] texts:
                proto.Type = 8;
                proto.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case Tensor[] tensors:
                proto.Type = 9;
                proto.Tensors.AddRange(tensors.Select(each => ToProto(each, "")));
                break;
            default:
                throw new NotSupportedException($"Attribute '{name}' holds a {value.GetType()}, which no ONNX attribute is.");
        }

        return proto;
    }

    private static TensorProto ToProto(Tensor tensor, string name)
    {
        if (tensor.Format != MemoryFormat.Contiguous)
        {
            throw new NotSupportedException($"The constant '{name}' is stored {tensor.Format}; only contiguous ones are written.");
        }

        TensorProto proto = new() { DataType = OnnxElementTypes.ToNumber(tensor.ElementType) };
        if (name.Length > 0)
        {
            proto.Name = name;
        }

        foreach (int dimension in tensor.Shape.Dimensions)
        {
            proto.Dims.Add(dimension);
        }

        if (tensor is Tensor<string> texts)
        {
            proto.StringData.AddRange(texts.Span.ToArray().Select(ByteString.CopyFromUtf8));
        }
        else
        {
            proto.RawData = ByteString.CopyFrom(BytesOf(tensor));
        }

        return proto;
    }

    private static ReadOnlySpan<byte> BytesOf(Tensor tensor) => tensor switch
    {
        Tensor<float> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<double> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<Half> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<long> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<int> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<short> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<sbyte> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<ulong> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<uint> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<ushort> typed => MemoryMarshal.AsBytes(typed.Span),
        Tensor<byte> typed => typed.Span,
        Tensor<bool> typed => MemoryMarshal.AsBytes(typed.Span),
        _ => throw new NotSupportedException($"A tensor of {tensor.ElementType} has no bytes."),
    };
}
