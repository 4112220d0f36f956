using System.Diagnostics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Onnx;

public sealed class OnnxWriterTests
{
    private const string Python = "/usr/bin/python3";
    private const string Checker = "/usr/lib/python3/dist-packages/onnx/checker.py";

    [Fact]
    public void Write_EveryKindOfTensorAndAttribute_IsReadBackTheSame()
    {
        OnnxModel model = Everything();

        OnnxModel back = OnnxReader.Read(OnnxWriter.Write(model));

        Assert.Equal(model.IrVersion, back.IrVersion);
        Assert.Equal(model.OperatorSets, back.OperatorSets);
        Assert.Equal(model.Metadata, back.Metadata);
        Assert.Equal(model.Graph.Inputs[0].Dimensions, back.Graph.Inputs[0].Dimensions);
        Assert.Equal(model.Graph.Initializers.Keys.Order(StringComparer.Ordinal), back.Graph.Initializers.Keys);
        foreach ((string name, Tensor tensor) in model.Graph.Initializers)
        {
            AssertSame(tensor, back.Graph.Initializers[name]);
        }

        OnnxNode node = Assert.Single(back.Graph.Nodes);
        foreach ((string name, object value) in model.Graph.Nodes[0].Attributes.Values)
        {
            object found = node.Attributes.Values[name];
            if (value is Tensor tensor)
            {
                AssertSame(tensor, (Tensor)found);
            }
            else
            {
                Assert.Equal(value, found);
            }
        }
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        byte[] first = OnnxWriter.Write(Everything());
        using MemoryStream stream = new();
        OnnxWriter.Write(Everything(), stream);

        Assert.Equal(first, stream.ToArray());
        Assert.Equal(first, OnnxWriter.Write(OnnxReader.Read(first)));
    }

    [PathFact(Checker, "python3-onnx")]
    public void Write_GraphOfEveryForm_PassesTheOnnxChecker()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.onnx", OnnxWriter.Write(Graph.From(OnnxReader.Read(TinyModel.ToBytes(_ => { }))).ToOnnx("tiny")));

        Assert.Equal("ok", Check(path));
    }

    [SharedDataTheory]
    [InlineData("mobilenetv2_0.35_224_keras_bn_backbone.onnx")]
    [InlineData("resnet18_torchvision_folded_to_layer3.onnx")]
    [InlineData("squeezenet1.1_gluon.onnx")]
    [InlineData("thirdparty/ort_examples_mnist.onnx")]
    [InlineData("thirdparty/resnet20_cifar10_pytorch_export_bn_kept.onnx")]
    [InlineData("thirdparty/winml_SqueezeNet_fp16.onnx")]
    [InlineData("thirdparty/winml_tutorial_ImageClassifier.onnx")]
    [InlineData("thirdparty/ortext_FastestDet.onnx")]
    public void Write_FoldedNetwork_IsReadBackTheSameAndPassesTheOnnxChecker(string file)
    {
        using TemporaryFolder folder = new();
        OnnxModel model = GraphOptimizer.Fold(Graph.From(OnnxReader.Read(Repository.SharedPath("weights", file)))).ToOnnx("network");
        byte[] bytes = OnnxWriter.Write(model);

        Assert.Equal(bytes, OnnxWriter.Write(Graph.From(OnnxReader.Read(bytes)).ToOnnx("network")));
        if (File.Exists(Checker))
        {
            Assert.Equal("ok", Check(folder.Write("model.onnx", bytes)));
        }
    }

    private static string Check(string path)
    {
        ProcessStartInfo start = new(Python, ["-c", "import sys, onnx; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True); print('ok')", path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim() + error.Result.Trim();
    }

    private static OnnxModel Everything()
    {
        Dictionary<string, Tensor> initializers = new(StringComparer.Ordinal)
        {
            ["z"] = Tensor.From(new Shape(2, 2), new[] { 1f, -2f, float.NaN, float.PositiveInfinity }.AsMemory()),
            ["double"] = Tensor.FromValues(1.5, -2),
            ["half"] = Tensor.FromValues((Half)1.5, (Half)(-2)),
            ["int64"] = Tensor.FromValues(long.MinValue, 3),
            ["int32"] = Tensor.FromValues(int.MinValue, 3),
            ["int16"] = Tensor.FromValues(short.MinValue, (short)3),
            ["int8"] = Tensor.FromValues(sbyte.MinValue, (sbyte)3),
            ["uint64"] = Tensor.FromValues(ulong.MaxValue, 3ul),
            ["uint32"] = Tensor.FromValues(uint.MaxValue, 3u),
            ["uint16"] = Tensor.FromValues(ushort.MaxValue, (ushort)3),
            ["uint8"] = Tensor.FromValues(byte.MaxValue, (byte)3),
            ["bool"] = Tensor.FromValues(true, false),
            ["text"] = Tensor.FromValues("Hündin", "猫", string.Empty),
            ["scalar"] = Tensor.From(default, new[] { 7f }.AsMemory()),
            ["empty"] = Tensor.Create<float>(new Shape(0, 3)),
        };
        OnnxAttributes attributes = new(
        [
            new("integer", -5L),
            new("number", 0.25f),
            new("text", "Hündin"),
            new("tensor", Tensor.FromValues(1L, 2L)),
            new("integers", new[] { 1L, -2L }),
            new("numbers", new[] { 0.5f, -2f }),
            new("texts", new[] { "a", "ü" }),
            new("nothing", Array.Empty<long>()),
        ]);
        OnnxNode node = new("node", "Anything", "my.domain", 3, ["x", string.Empty, "z"], ["y", string.Empty], attributes);
        OnnxValueInfo input = new("x", ElementType.Float32, [new OnnxDimension(null, "N"), new OnnxDimension(3, null), default]);
        return new OnnxModel(
            OnnxWriter.IrVersion,
            new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 13, ["my.domain"] = 3 },
            "test",
            "1",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["b"] = "2", ["a"] = "ü" },
            new OnnxGraph("everything", [input], [new OnnxValueInfo("y", ElementType.String, null)], [node], initializers));
    }

    private static void AssertSame(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.Shape, found.Shape);
        Assert.Equal(expected.ElementType, found.ElementType);
        Assert.Equal(OnnxWriter.Write(Holding(expected)), OnnxWriter.Write(Holding(found)));
    }

    private static OnnxModel Holding(Tensor tensor) => new(
        OnnxWriter.IrVersion,
        new Dictionary<string, int>(StringComparer.Ordinal),
        "test",
        "1",
        new Dictionary<string, string>(StringComparer.Ordinal),
        new OnnxGraph("tensor", [], [], [], new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["t"] = tensor }));
}
