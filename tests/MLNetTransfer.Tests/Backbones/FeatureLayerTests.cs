using MLNetTransfer.Backbones;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Backbones;

public sealed class FeatureLayerTests
{
    private const int Side = 64;

    [SharedDataTheory]
    [InlineData("squeezenet1.1_gluon", "logits", "dropout", 512)]
    [InlineData("mobilenetv2_1.0_224_tf_folded", "logits", "features", 1280)]
    [InlineData("mobilenetv2_1.0_224_tf_folded", null, "features", 1280)]
    [InlineData("mobilenetv2_1.0_gluon_bn_backbone", null, "features", 1280)]
    public void Find_Backbone_IsWhatTheClassifierReads(string model, string? output, string expected, int length)
    {
        Graph graph = Graph.From(OnnxReader.Read(Repository.SharedPath("weights", model + ".onnx")));
        graph = output is null ? graph : graph.WithOutputs(output);

        Assert.Equal(expected, FeatureLayer.Find(graph));
        Assert.Equal(length, FeatureLayer.Length(FeatureLayer.Cut(graph, expected, 224), 224));
    }

    [Fact]
    public void Find_BuiltNetworks_IsTheirFeatures()
    {
        Assert.Equal("features", FeatureLayer.Find(ResNetBuilder.Build(18, 1, 10)));
        Assert.Equal("features", FeatureLayer.Find(ResNetBuilder.Build(18, 1)));
        Assert.Equal("features", FeatureLayer.Find(MobileNetV2Builder.Build(0.35f, 1, 10)));
    }

    [Fact]
    public void Cut_AtFeatures_GivesWhatTheBackboneGives()
    {
        using WorkerPool pool = new(2);
        Tensor<float> pictures = OperatorHarness.Random(1, 2, 3, Side, Side);
        Graph cut = FeatureLayer.Cut(MobileNetV2Builder.Build(0.35f, 1, 10), "features", Side);

        Assert.Equal([FeatureLayer.OutputName], cut.Outputs);
        OperatorHarness.AssertClose(new GraphExecutor(MobileNetV2Builder.Build(0.35f, 1), pool).Run(pictures), new GraphExecutor(cut, pool).Run(pictures));
    }

    [Fact]
    public void Cut_AtAPicture_PoolsIt() =>
        Assert.Equal(96, FeatureLayer.Length(FeatureLayer.Cut(MobileNetV2Builder.Build(1, 1, 10), "stage5.block3.add", Side), Side));

    [Fact]
    public void Find_NameThatIsNotThere_SaysHowToListThem()
    {
        Graph graph = ResNetBuilder.Build(18, 1);

        Assert.Equal("stage1.block1.add", FeatureLayer.Find(graph, "stage1.block1.add"));
        Assert.Contains("'nothing'. 'mlnet-transfer info' lists", Assert.Throws<OnnxException>(() => FeatureLayer.Find(graph, "nothing")).Message, StringComparison.Ordinal);
    }
}
