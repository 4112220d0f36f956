using Google.Protobuf;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Tests.Onnx;

public sealed class OnnxReaderTests
{
    [Fact]
    public void Read_SmallModel_GivesWhatTheFileStates()
    {
        OnnxModel model = OnnxReader.Read(TinyModel.ToBytes(_ => { }));

        Assert.Equal(7, model.IrVersion);
        Assert.Equal(13, model.OperatorSets[""]);
        Assert.Equal("test", model.ProducerName);
        Assert.Equal("Katze,Hündin", model.Metadata["classes"]);
        OnnxValueInfo input = Assert.Single(model.Graph.Inputs);
        Assert.Equal([new OnnxDimension(null, "N"), new OnnxDimension(2, null)], input.Dimensions!);
        Assert.Equal([1f, -2f], ((Tensor<float>)model.Graph.Initializers["w"]).Span.ToArray());
    }

    [Fact]
    public void Read_NamelessNodes_GivesEachAName()
    {
        byte[] bytes = TinyModel.ToBytes(model => model.Graph.Node[1].Name = "Add_0");

        IReadOnlyList<OnnxNode> nodes = OnnxReader.Read(bytes).Graph.Nodes;

        Assert.Equal(["Add_0_", "Add_0"], nodes.Select(node => node.Name));
    }

    [Fact]
    public void Read_InitialiserListedAsInput_IsNoInput()
    {
        byte[] bytes = TinyModel.ToBytes(model => model.Graph.Input.Add(TinyModel.Value("w", TinyModel.Float, 2)));

        Assert.Equal(["x"], OnnxReader.Read(bytes).Graph.Inputs.Select(input => input.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Read_DimensionThatExportersWriteForUnknown_IsFree(int dimension)
    {
        byte[] bytes = TinyModel.ToBytes(model => model.Graph.Input[0] = TinyModel.Value("x", TinyModel.Float, dimension, 2));

        Assert.Equal(default, OnnxReader.Read(bytes).Graph.Inputs[0].Dimensions![0]);
    }

    public static TheoryData<int, double[]> TypedFields => new()
    {
        { 1, [1.5, -2] },
        { 2, [7, 255] },
        { 3, [-7, 127] },
        { 4, [7, 65535] },
        { 5, [-7, 32767] },
        { 6, [-7, 70000] },
        { 7, [-7, 1L << 40] },
        { 9, [0, 1] },
        { 10, [1.5, -2] },
        { 11, [1.5, -2] },
        { 12, [7, uint.MaxValue] },
        { 13, [7, 1L << 40] },
        { 16, [1.5, -2] },
    };

    [Theory]
    [MemberData(nameof(TypedFields))]
    public void Read_TypedFieldsAndRawBytes_GiveTheSameElements(int dataType, double[] expected)
    {
        TensorProto typed = new() { Name = "w", DataType = dataType, Dims = { expected.Length } };
        using MemoryStream stream = new();
        using BinaryWriter raw = new(stream);
        foreach (double value in expected)
        {
            switch (dataType)
            {
                case 1:
                    typed.FloatData.Add((float)value);
                    raw.Write((float)value);
                    break;
                case 11:
                    typed.DoubleData.Add(value);
                    raw.Write(value);
                    break;
                case 10:
                    typed.Int32Data.Add(BitConverter.HalfToUInt16Bits((Half)value));
                    raw.Write((Half)value);
                    break;
                case 16:
                    typed.Int32Data.Add((int)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                    raw.Write((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                    break;
                case 7:
                    typed.Int64Data.Add((long)value);
                    raw.Write((long)value);
                    break;
                case 12 or 13:
                    typed.Uint64Data.Add((ulong)value);
                    raw.Write(BitConverter.GetBytes((ulong)value).AsSpan(0, dataType == 12 ? 4 : 8));
                    break;
                default:
                    typed.Int32Data.Add((int)value);
                    raw.Write(BitConverter.GetBytes((int)value).AsSpan(0, dataType == 6 ? 4 : dataType is 4 or 5 ? 2 : 1));
                    break;
            }
        }

        raw.Flush();
        TensorProto bytes = new() { Name = "w", DataType = dataType, Dims = { expected.Length }, RawData = ByteString.CopyFrom(stream.ToArray()) };

        Assert.Equal(expected, Elements(Read(typed)));
        Assert.Equal(expected, Elements(Read(bytes)));
    }

    [Fact]
    public void Read_Texts_AreUtf8()
    {
        TensorProto texts = new() { Name = "w", DataType = 8, Dims = { 2 }, StringData = { ByteString.CopyFromUtf8("Hündin"), ByteString.CopyFromUtf8("猫") } };

        Assert.Equal(["Hündin", "猫"], ((Tensor<string>)Read(texts)).Span.ToArray());
    }

    public static TheoryData<string, string> SpoiledTensors => new()
    {
        { "negative dimension", "-3" },
        { "more elements than bytes", "expected 4000000000" },
        { "too many elements", "more elements" },
        { "too few values", "has 1 values; expected 2" },
        { "unknown element type", "element type 99" },
        { "no element type", "does not say which element type" },
    };

    [Theory]
    [MemberData(nameof(SpoiledTensors))]
    public void Read_SpoiledTensor_SaysWhatIsWrong(string how, string expected)
    {
        byte[] bytes = TinyModel.ToBytes(model =>
        {
            TensorProto tensor = model.Graph.Initializer[0];
            switch (how)
            {
                case "negative dimension":
                    tensor.Dims[0] = -3;
                    break;
                case "more elements than bytes":
                    tensor.Dims[0] = 1_000_000_000;
                    tensor.RawData = ByteString.CopyFrom(1, 2, 3, 4);
                    break;
                case "too many elements":
                    tensor.Dims.AddRange([1L << 20, 1L << 20]);
                    break;
                case "too few values":
                    tensor.FloatData.RemoveAt(0);
                    break;
                case "unknown element type":
                    tensor.DataType = 99;
                    break;
                default:
                    tensor.DataType = 0;
                    break;
            }
        });

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(bytes));

        Assert.Contains("'w'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    public void Read_OperatorSetOutsideTheRange_SaysWhatIsSupported(int version)
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(TinyModel.Create(version).ToByteArray()));

        Assert.Contains($"operator set {version}; 6 to 22 are supported", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NodeWithSubgraph_IsRefusedByName()
    {
        byte[] bytes = TinyModel.ToBytes(model => model.Graph.Node.Add(
            TinyModel.Node("If", ["x"], ["z"], new AttributeProto { Name = "then_branch", Type = 5, G = new GraphProto() })));

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(bytes));

        Assert.Contains("If 'If_2'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GraphsNestedHundredsDeep_IsRefused()
    {
        GraphProto inner = new();
        for (int depth = 0; depth < 300; depth++)
        {
            GraphProto outer = new();
            outer.Node.Add(TinyModel.Node("If", ["c"], ["o"], new AttributeProto { Name = "then_branch", Type = 5, G = inner }));
            inner = outer;
        }

        byte[] bytes = TinyModel.ToBytes(model => model.Graph = inner);

        Assert.Throws<OnnxException>(() => OnnxReader.Read(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no model at all")]
    [InlineData("\u0089PNG\r\n")]
    public void Read_SomethingElse_SaysThatItIsNoOnnxFile(string content)
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(System.Text.Encoding.Latin1.GetBytes(content)));

        Assert.StartsWith("Not an ONNX file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenFile_NamesThePath()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("broken.onnx", [1, 2, 3]);

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(path));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsAnIoError()
    {
        using TemporaryFolder folder = new();

        Assert.Throws<FileNotFoundException>(() => OnnxReader.Read(folder.PathOf("absent.onnx")));
    }

    private static Tensor Read(TensorProto tensor) => OnnxReader.Read(TinyModel.ToBytes(model => model.Graph.Initializer[0] = tensor)).Graph.Initializers["w"];

    private static double[] Elements(Tensor tensor) => tensor switch
    {
        Tensor<float> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<double> typed => typed.Span.ToArray(),
        Tensor<Half> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<long> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<int> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<short> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<sbyte> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<ulong> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<uint> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<ushort> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<byte> typed => Array.ConvertAll(typed.Span.ToArray(), value => (double)value),
        Tensor<bool> typed => Array.ConvertAll(typed.Span.ToArray(), value => value ? 1d : 0d),
        _ => throw new InvalidOperationException($"{tensor.ElementType} is no number."),
    };
}
