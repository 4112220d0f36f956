using System.Diagnostics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Onnx;

public sealed class OnnxWriterTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Write_EverythingThatAModelHolds_ComesBack()
    {
        OnnxAttributes attributes = new(
        [
            new("float", 0.1f), new("integer", -5L), new("text", "täxt"), new("tensor", Tensor.FromValues(1L, 2L)), new("floats", new[] { 1f, float.NaN }),
            new("integers", new[] { long.MinValue, 0 }), new("texts", new[] { "a", "" }),
        ]);
        OnnxModel model = new(
            8,
            new Dictionary<string, int> { [""] = 13, ["ai.onnx.ml"] = 2 },
            "producer",
            "1.2.3",
            new Dictionary<string, string> { ["key"] = "välue", ["empty"] = "" },
            new OnnxGraph(
                "graph",
                [new OnnxValueInfo("x", ElementType.Float32, [new(null, "N"), new(3, null), new(null, null)])],
                [new OnnxValueInfo("y", ElementType.String, null)],
                [new OnnxNode("node", "Op", "ai.onnx.ml", 2, ["x", "", "w"], ["y", ""], attributes)],
                new Dictionary<string, Tensor>
                {
                    ["w"] = Tensor.From<float>(new Shape(1, 2), new[] { 1f, -0f }),
                    ["scalar"] = Tensor.From<double>(new Shape(), new[] { 0.1 }),
                    ["empty"] = Tensor.From<long>(new Shape(0), Array.Empty<long>()),
                    ["texts"] = Tensor.FromValues("a", "ß"),
                    ["bools"] = Tensor.FromValues(true, false),
                }));

        byte[] bytes = OnnxWriter.Write(model);
        OnnxModel read = OnnxReader.Read(bytes);

        Assert.Equal(model.OperatorSets.OrderBy(set => set.Key), read.OperatorSets.OrderBy(set => set.Key));
        Assert.Equal(model.Metadata.OrderBy(entry => entry.Key), read.Metadata.OrderBy(entry => entry.Key));
        Assert.Equal((model.IrVersion, model.ProducerName, model.ProducerVersion, model.Graph.Name), (read.IrVersion, read.ProducerName, read.ProducerVersion, read.Graph.Name));
        Assert.Equal(model.Graph.Inputs[0].Dimensions!, read.Graph.Inputs[0].Dimensions!);
        Assert.Null(read.Graph.Outputs[0].Dimensions);
        Assert.Equal(ElementType.String, read.Graph.Outputs[0].ElementType);
        Assert.Equal(["x", "", "w"], read.Graph.Nodes[0].Inputs);
        Assert.Equal(["y", ""], read.Graph.Nodes[0].Outputs);
        Assert.Equal(attributes.Values.Keys, read.Graph.Nodes[0].Attributes.Values.Keys);
        foreach ((string name, object value) in attributes.Values.Where(attribute => attribute.Key != "tensor"))
        {
            Assert.Equal(value, read.Graph.Nodes[0].Attributes.Values[name]);
        }

        Assert.Equal([1L, 2L], ((Tensor<long>)read.Graph.Nodes[0].Attributes.Tensor("tensor")!).Span);
        Assert.Equal(model.Graph.Initializers.Keys.Order(), read.Graph.Initializers.Keys.Order());
        Assert.All(model.Graph.Initializers, each => Assert.Equal(each.Value.Shape, read.Graph.Initializers[each.Key].Shape));
        Assert.Equal(["a", "ß"], ((Tensor<string>)read.Graph.Initializers["texts"]).Span);
        Assert.Equal([0.1], ((Tensor<double>)read.Graph.Initializers["scalar"]).Span);
        Assert.Equal(bytes, OnnxWriter.Write(read));
        using MemoryStream stream = new();
        OnnxWriter.Write(model, stream);
        Assert.Equal(bytes, stream.ToArray());
    }

    [Fact]
    public void Write_ConstantsInAnotherOrder_GivesTheSameBytes()
    {
        Graph graph = MobileNetV2Builder.Build(0.1f, 1);
        OnnxModel model = graph.ToOnnx("small");
        OnnxModel reversed = model with { Graph = model.Graph with { Initializers = model.Graph.Initializers.Reverse().ToDictionary() } };

        Assert.Equal(OnnxWriter.Write(model), OnnxWriter.Write(reversed));
    }

    [Fact]
    public void Write_ChannelsLastConstant_IsRefused()
    {
        OnnxModel model = OnnxReader.Read(OnnxWriter.Write(MobileNetV2Builder.Build(0.1f, 1).ToOnnx("small")));
        Dictionary<string, Tensor> constants = new(model.Graph.Initializers) { ["odd"] = Tensor.Create<float>(new Shape(1, 2, 2, 2), MemoryFormat.ChannelsLast) };

        Assert.Contains("'odd'", Assert.Throws<NotSupportedException>(() => OnnxWriter.Write(model with { Graph = model.Graph with { Initializers = constants } })).Message, StringComparison.Ordinal);
    }

    [PathFact("/usr/lib/python3/dist-packages/onnx", "python3-onnx")]
    public void Write_BuiltNetworks_PassTheCheckerOfOnnx()
    {
        using TemporaryFolder folder = new();
        string[] paths =
        [
            folder.Write("mobilenet.onnx", OnnxWriter.Write(MobileNetV2Builder.Build(0.35f, 1).ToOnnx("mobilenet", Rows("features", 1280)))),
            folder.Write("folded.onnx", OnnxWriter.Write(GraphOptimizer.Fold(MobileNetV2Builder.Build(0.35f, 1, 5)).ToOnnx("folded", Rows("logits", 5)))),
            folder.Write("resnet.onnx", OnnxWriter.Write(ResNetBuilder.Build(18, 1, 7).ToOnnx("resnet", Rows("logits", 7)))),
        ];

        foreach (string path in paths)
        {
            string script = "import onnx,sys; onnx.checker.check_model(sys.argv[1]); onnx.shape_inference.infer_shapes(onnx.load(sys.argv[1]), strict_mode=True)";
            using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", script, path]) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{path}: {error}");
        }
    }

    private static OnnxValueInfo[] Rows(string name, int length) => [new(name, ElementType.Float32, [new(null, "batch"), new(length, null)])];
}
