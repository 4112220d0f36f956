using Google.Protobuf;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Tests.Onnx;

/// <summary>Damaged files: whatever is read, nothing but <see cref="OnnxException"/> comes out.</summary>
public sealed class OnnxReaderFuzzTests
{
    private const int Mutations = 4000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_DamagedBytes_GivesAModelOrOnnxException(int seed)
    {
        Random random = new(seed);
        byte[] sound = Sample();
        int read = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] damaged = Damage(sound, random);
            try
            {
                Graph graph = Graph.From(OnnxReader.Read(damaged));
                DeclaredOutputs.Infer(GraphOptimizer.OptimizeForInference(graph));
                read++;
            }
            catch (OnnxException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }

        // Some damage must be harmless, else only the outermost check was ever reached.
        Assert.InRange(read, Mutations / 100, Mutations);
    }

    private static byte[] Sample()
    {
        ModelProto model = TinyModel.Create();
        model.Graph.Input[0] = TinyModel.Value("x", TinyModel.Float, "N", 2, 5, 5);
        model.Graph.Initializer[0] = new TensorProto { Name = "w", DataType = TinyModel.Float, Dims = { 2, 1, 1 }, RawData = ByteString.CopyFrom(0, 0, 128, 63, 0, 0, 0, 64) };
        model.Graph.Initializer.Add(new TensorProto { Name = "shape", DataType = TinyModel.Int64, Dims = { 2 }, Int64Data = { 0, -1 } });
        model.Graph.Initializer.Add(new TensorProto { Name = "kernel", DataType = TinyModel.Float, Dims = { 2, 1, 3, 3 }, FloatData = { Enumerable.Range(0, 18).Select(index => (float)index) } });
        model.Graph.Initializer.Add(new TensorProto { Name = "pads", DataType = TinyModel.Int64, Dims = { 8 }, Int64Data = { 0, 0, 1, 1, 0, 0, 1, 1 } });
        model.Graph.Node.Clear();
        model.Graph.Node.Add(TinyModel.Node("Add", ["x", "w"], ["sum"]));
        model.Graph.Node.Add(TinyModel.Node("Pad", ["sum", "pads"], ["padded"]));
        model.Graph.Node.Add(TinyModel.Node(
            "Conv",
            ["padded", "kernel"],
            ["filtered"],
            new AttributeProto { Name = "group", Type = 2, I = 2 },
            new AttributeProto { Name = "strides", Type = 7, Ints = { 2, 2 } }));
        model.Graph.Node.Add(TinyModel.Node("MaxPool", ["filtered"], ["pooled"], new AttributeProto { Name = "kernel_shape", Type = 7, Ints = { 2, 2 } }));
        model.Graph.Node.Add(TinyModel.Node("Constant", [], ["one"], new AttributeProto { Name = "value_float", Type = 1, F = 1 }));
        model.Graph.Node.Add(TinyModel.Node("Mul", ["pooled", "one"], ["scaled"]));
        model.Graph.Node.Add(TinyModel.Node("Reshape", ["scaled", "shape"], ["flat"]));
        model.Graph.Node.Add(TinyModel.Node("Softmax", ["flat"], ["y"], new AttributeProto { Name = "axis", Type = 2, I = 1 }));
        return model.ToByteArray();
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        List<byte> bytes = [.. sound];
        int count = random.Next(1, 4);
        for (int change = 0; change < count; change++)
        {
            int position = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(position, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveAt(position);
                    break;
                default:
                    if (random.Next(10) == 0)
                    {
                        bytes.RemoveRange(position, bytes.Count - position);
                        bytes.Add(0);
                    }
                    else
                    {
                        bytes[position] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
