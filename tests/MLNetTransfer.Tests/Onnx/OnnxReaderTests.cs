using Google.Protobuf;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;
using Dimension = MLNetTransfer.Onnx.Protobuf.TensorShapeProto.Types.Dimension;

namespace MLNetTransfer.Tests.Onnx;

public sealed class OnnxReaderTests
{
    [Fact]
    public void Read_TypedFields_GivesTheirValues()
    {
        TensorProto[] stated =
        [
            new() { Name = "float", DataType = 1, FloatData = { 1.5f, -2 } },
            new() { Name = "uint8", DataType = 2, Int32Data = { 7, 255 } },
            new() { Name = "int64", DataType = 7, Int64Data = { long.MinValue, 5 } },
            new() { Name = "string", DataType = 8, StringData = { ByteString.CopyFromUtf8("a"), ByteString.CopyFromUtf8("ä") } },
            new() { Name = "bool", DataType = 9, Int32Data = { 0, 1 } },
            new() { Name = "float16", DataType = 10, Int32Data = { 0x3C00, 0xC000 } },
            new() { Name = "double", DataType = 11, DoubleData = { 0.1, -0.2 } },
            new() { Name = "uint32", DataType = 12, Uint64Data = { uint.MaxValue, 1 } },
            new() { Name = "bfloat16", DataType = 16, Int32Data = { 0x3F80, 0xC000 } },
        ];
        IReadOnlyDictionary<string, Tensor> read = Tensors(stated);

        Assert.Equal([1.5f, -2], Values<float>(read["float"]));
        Assert.Equal([7, 255], Values<byte>(read["uint8"]));
        Assert.Equal([long.MinValue, 5], Values<long>(read["int64"]));
        Assert.Equal(["a", "ä"], Values<string>(read["string"]));
        Assert.Equal([false, true], Values<bool>(read["bool"]));
        Assert.Equal([(Half)1, (Half)(-2)], Values<Half>(read["float16"]));
        Assert.Equal([0.1, -0.2], Values<double>(read["double"]));
        Assert.Equal([uint.MaxValue, 1u], Values<uint>(read["uint32"]));
        Assert.Equal([1f, -2f], Values<float>(read["bfloat16"]));
    }

    [Fact]
    public void Read_RawBytes_GivesTheirValues()
    {
        IReadOnlyDictionary<string, Tensor> read = Tensors(
            new() { Name = "float", DataType = 1, RawData = ByteString.CopyFrom(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0) },
            new() { Name = "float16", DataType = 10, RawData = ByteString.CopyFrom(0, 0x3C, 0, 0xC0) },
            new() { Name = "bfloat16", DataType = 16, RawData = ByteString.CopyFrom(0x80, 0x3F, 0, 0xC0) },
            new() { Name = "bool", DataType = 9, RawData = ByteString.CopyFrom(0, 2) });

        Assert.Equal([1f, -2], Values<float>(read["float"]));
        Assert.Equal([(Half)1, (Half)(-2)], Values<Half>(read["float16"]));
        Assert.Equal([1f, -2f], Values<float>(read["bfloat16"]));
        Assert.Equal([false, true], Values<bool>(read["bool"]));
    }

    [Theory]
    [InlineData(1, new long[] { 3 }, "has 8 bytes; expected 12")]
    [InlineData(1, new long[] { -1 }, "has the dimension -1")]
    [InlineData(1, new long[] { 1L << 40 }, "has the dimension 1099511627776")]
    [InlineData(1, new long[] { 1 << 20, 1 << 20 }, "more elements than a tensor can have")]
    [InlineData(0, new long[] { 2 }, "does not say which element type")]
    [InlineData(14, new long[] { 1 }, "has the element type 14")]
    public void Read_TensorIsNotSound_NamesIt(int type, long[] dimensions, string part)
    {
        TensorProto tensor = new() { Name = "w", DataType = type, RawData = ByteString.CopyFrom(new byte[8]) };
        ModelProto model = Model();
        tensor.Dims.AddRange(dimensions);
        model.Graph.Initializer.Add(tensor);

        AssertRefused(model, "Initialiser 'w'", part);
    }

    [Fact]
    public void Read_FieldsTooFew_IsRefused()
    {
        ModelProto model = Model();
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 3 }, FloatData = { 1, 2 } });

        AssertRefused(model, "Initialiser 'w' of shape [3] has 2 values; expected 3");
    }

    [Fact]
    public void Read_InitialiserListedAsInput_IsNoInput()
    {
        ModelProto model = Model();
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, FloatData = { 1 } });
        model.Graph.Input.Add(new ValueInfoProto { Name = "w", Type = new TypeProto { TensorType = new() { ElemType = 1 } } });

        Assert.Equal(["x"], OnnxReader.Read(model.ToByteArray()).Graph.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Read_TwoInitialisersOfOneName_IsRefused()
    {
        ModelProto model = Model();
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, FloatData = { 1 } });
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, FloatData = { 1 } });

        AssertRefused(model, "Two initialisers have the name 'w'");
    }

    [Fact]
    public void Read_NamelessNodes_GetNamesOfTheirOwn()
    {
        ModelProto model = Model();
        model.Graph.Node[0].Name = "Relu_1";
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { "y" }, Output = { "z" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { "z" }, Output = { "u" } });

        string[] names = [.. OnnxReader.Read(model.ToByteArray()).Graph.Nodes.Select(node => node.Name)];

        Assert.All(names, name => Assert.NotEmpty(name));
        Assert.Equal(3, names.Distinct().Count());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    [InlineData(long.MaxValue)]
    public void Read_OperatorSetOutsideTheRange_SaysWhichAreRead(long version)
    {
        ModelProto model = Model();
        model.OpsetImport[0].Version = version;

        AssertRefused(model, "6 to 22 are supported");
    }

    [Fact]
    public void Read_NestedGraph_IsRefused()
    {
        ModelProto model = Model();
        model.Graph.Node[0].OpType = "If";
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "then_branch", Type = 5 });

        AssertRefused(model, "attribute 'then_branch' is a graph; nested graphs (If, Loop, Scan) are not supported");
    }

    [Fact]
    public void Read_DimensionsFreeOrSymbolic_AreKept()
    {
        ModelProto model = Model();
        model.Graph.Input[0].Type.TensorType.Shape = new TensorShapeProto { Dim = { new Dimension { DimParam = "N" }, new Dimension { DimValue = 3 }, new Dimension { DimValue = -1 }, new Dimension() } };

        Assert.Equal([new OnnxDimension(null, "N"), new OnnxDimension(3, null), default, default], OnnxReader.Read(model.ToByteArray()).Graph.Inputs[0].Dimensions!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an ONNX file at all, only text that goes on for a while")]
    public void Read_NoModel_IsRefused(string content) => Assert.Throws<OnnxException>(() => OnnxReader.Read(System.Text.Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Read_CutAnywhere_IsRefusedOrSmaller()
    {
        byte[] whole = OnnxWriter.Write(MobileNetV2Builder.Build(0.1f, 1).ToOnnx("small"));
        for (int length = 0; length < whole.Length; length += 997)
        {
            Assert.Throws<OnnxException>(() => Graph.From(OnnxReader.Read(whole.AsMemory(0, length))));
        }
    }

    [Fact]
    public void Read_File_MessageBeginsWithThePath()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("broken.onnx", [1, 2, 3]);

        Assert.StartsWith(path, Assert.Throws<OnnxException>(() => OnnxReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExternalData_IsReadAtItsOffset()
    {
        using TemporaryFolder folder = new();
        folder.Write("weights.bin", [9, 9, 9, 9, 0, 0, 0x80, 0x3F]);
        string path = folder.Write("model.onnx", External("weights.bin", ("offset", "4"), ("length", "4")).ToByteArray());

        Assert.Equal([1f], Values<float>(OnnxReader.Read(path).Graph.Initializers["w"]));
    }

    [Theory]
    [InlineData("../secret.bin", "outside the folder of the model")]
    [InlineData("inner/../../secret.bin", "outside the folder of the model")]
    [InlineData("/etc/passwd", "outside the folder of the model")]
    [InlineData("absent.bin", "not beside the model")]
    [InlineData("short.bin", "needs 4 bytes")]
    [InlineData("link.bin", "is a link")]
    [InlineData("linked/secret.bin", "is a link")]
    [InlineData("", "does not say where")]
    [InlineData(".", "outside the folder of the model")]
    [InlineData("bad\0name", "location")]
    public void Read_ExternalDataNotToBeRead_IsRefused(string location, string part)
    {
        using TemporaryFolder folder = new();
        folder.Write("secret.bin", new byte[4]);
        folder.Write("model/short.bin", new byte[3]);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder.PathOf("model/link.bin"), folder.PathOf("secret.bin"));
            Directory.CreateSymbolicLink(folder.PathOf("model/linked"), folder.PathOf("."));
        }
        else if (location.StartsWith("link", StringComparison.Ordinal))
        {
            return;
        }

        string path = folder.Write("model/model.onnx", External(location).ToByteArray());

        Assert.Contains(part, Assert.Throws<OnnxException>(() => OnnxReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offset", "-4")]
    [InlineData("offset", "9223372036854775807")]
    [InlineData("offset", "many")]
    [InlineData("length", "3")]
    public void Read_ExternalDataOutsideItsFile_IsRefused(string key, string value)
    {
        using TemporaryFolder folder = new();
        folder.Write("weights.bin", new byte[4]);
        string path = folder.Write("model.onnx", External("weights.bin", (key, value)).ToByteArray());

        Assert.Contains("Initialiser 'w'", Assert.Throws<OnnxException>(() => OnnxReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExternalDataStatedTwice_IsRefused()
    {
        using TemporaryFolder folder = new();
        folder.Write("weights.bin", new byte[4]);
        string path = folder.Write("model.onnx", External("weights.bin", ("location", "other.bin")).ToByteArray());

        Assert.Throws<OnnxException>(() => OnnxReader.Read(path));
    }

    [Fact]
    public void Read_ExternalDataFromMemory_IsRefused() => AssertRefused(External("weights.bin"), "read from memory must hold its weights itself");

    internal static ModelProto Model() => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 13 } },
        Graph = new GraphProto
        {
            Name = "test",
            Input = { new ValueInfoProto { Name = "x", Type = new TypeProto { TensorType = new() { ElemType = 1 } } } },
            Output = { new ValueInfoProto { Name = "y", Type = new TypeProto { TensorType = new() { ElemType = 1 } } } },
            Node = { new NodeProto { OpType = "Relu", Input = { "x" }, Output = { "y" } } },
        },
    };

    private static ModelProto External(string location, params (string Key, string Value)[] more)
    {
        TensorProto tensor = new() { Name = "w", DataType = 1, Dims = { 1 }, DataLocation = 1, ExternalData = { new StringStringEntryProto { Key = "location", Value = location } } };
        tensor.ExternalData.AddRange(more.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        ModelProto model = Model();
        model.Graph.Initializer.Add(tensor);
        return model;
    }

    private static IReadOnlyDictionary<string, Tensor> Tensors(params TensorProto[] tensors)
    {
        ModelProto model = Model();
        foreach (TensorProto tensor in tensors)
        {
            tensor.Dims.Add(2);
            model.Graph.Initializer.Add(tensor);
        }

        return OnnxReader.Read(model.ToByteArray()).Graph.Initializers;
    }

    private static T[] Values<T>(Tensor tensor)
        where T : notnull => ((Tensor<T>)tensor).Span.ToArray();

    private static void AssertRefused(ModelProto model, params string[] parts)
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(model.ToByteArray()));
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
