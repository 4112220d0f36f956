using Google.Protobuf;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Tests.Onnx;

/// <summary>Messages of a small file, to be spoiled by tests.</summary>
internal static class TinyModel
{
    public const int Float = 1;
    public const int Int64 = 7;

    /// <summary>Relu(x + w) with w of shape [2], as an exporter of the given operator set writes it.</summary>
    public static ModelProto Create(int operatorSet = 13)
    {
        ModelProto model = new() { IrVersion = 7, ProducerName = "test", Graph = new GraphProto { Name = "tiny" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = operatorSet });
        model.MetadataProps.Add(new StringStringEntryProto { Key = "classes", Value = "Katze,Hündin" });
        model.Graph.Input.Add(Value("x", Float, ["N", 2]));
        model.Graph.Output.Add(Value("y", Float, ["N", 2]));
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = Float, Dims = { 2 }, FloatData = { 1, -2 } });
        model.Graph.Node.Add(Node("Add", ["x", "w"], ["sum"]));
        model.Graph.Node.Add(Node("Relu", ["sum"], ["y"]));
        return model;
    }

    public static NodeProto Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        return node;
    }

    public static ValueInfoProto Value(string name, int type, params object[] dimensions)
    {
        TensorShapeProto shape = new();
        foreach (object dimension in dimensions)
        {
            shape.Dim.Add(dimension is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dimension, System.Globalization.CultureInfo.InvariantCulture) });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }

    public static byte[] ToBytes(Action<ModelProto> spoil)
    {
        ModelProto model = Create();
        spoil(model);
        return model.ToByteArray();
    }
}
