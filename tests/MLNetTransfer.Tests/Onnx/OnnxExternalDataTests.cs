using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Tests.Onnx;

public sealed class OnnxExternalDataTests
{
    [Fact]
    public void Read_WeightsBesideTheFile_AreFound()
    {
        using TemporaryFolder folder = new();
        folder.Write("data/weights.bin", [9, 9, 9, 9, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)]);

        OnnxModel model = OnnxReader.Read(Write(folder, "data/weights.bin", "4", "8"));

        Assert.Equal([1.5f, -2f], ((Tensor<float>)model.Graph.Initializers["w"]).Span.ToArray());
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("data/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("\\\\server\\share\\file")]
    [InlineData("C:\\secret.bin")]
    [InlineData("C:secret.bin")]
    [InlineData("a\0b")]
    public void Read_LocationOutsideTheFolder_IsRefused(string location)
    {
        using TemporaryFolder folder = new();
        folder.Write("secret.bin", new byte[8]);

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(Write(folder, location, "0", "8", "models/model.onnx")));

        Assert.Contains("outside the folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinkInTheFolder_IsRefused()
    {
        using TemporaryFolder folder = new();
        string target = folder.Write("secret.bin", new byte[8]);
        string path = Write(folder, "link.bin", "0", "8", "models/model.onnx");
        File.CreateSymbolicLink(folder.PathOf("models", "link.bin"), target);

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(path));

        Assert.Contains("is a link", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "4", "is said to have 4 at 0")]
    [InlineData("5", "8", "has 12 in all")]
    [InlineData("9223372036854775807", "8", "has 12 in all")]
    [InlineData("-1", "8", "expected a number")]
    [InlineData("0", "eight", "expected a number")]
    public void Read_PlaceThatDoesNotFit_IsRefused(string offset, string length, string expected)
    {
        using TemporaryFolder folder = new();
        folder.Write("weights.bin", new byte[12]);

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(Write(folder, "weights.bin", offset, length)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingWeights_SaysToCopyThem()
    {
        using TemporaryFolder folder = new();

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(Write(folder, "weights.bin", "0", "8")));

        Assert.Contains("Copy that file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FromMemory_RefusesWeightsBesideTheFile()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = File.ReadAllBytes(Write(folder, "weights.bin", "0", "8"));

        OnnxException exception = Assert.Throws<OnnxException>(() => OnnxReader.Read(bytes));

        Assert.Contains("read from memory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EntryNamedTwice_TakesTheLast()
    {
        using TemporaryFolder folder = new();
        folder.Write("weights.bin", new byte[8]);
        string path = Write(folder, "weights.bin", "100", "8", "model.onnx", new StringStringEntryProto { Key = "offset", Value = "0" });

        Assert.Equal(2, OnnxReader.Read(path).Graph.Initializers["w"].Shape.Count);
    }

    private static string Write(TemporaryFolder folder, string location, string offset, string length, string path = "model.onnx", params StringStringEntryProto[] more) =>
        folder.Write(path, TinyModel.ToBytes(model =>
        {
            TensorProto tensor = new() { Name = "w", DataType = TinyModel.Float, Dims = { 2 }, DataLocation = 1 };
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length });
            tensor.ExternalData.AddRange(more);
            model.Graph.Initializer[0] = tensor;
        }));
}
