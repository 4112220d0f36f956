using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;

namespace MLNetTransfer.Tests.Graphs;

public sealed class PicturesAtOnceTests
{
    [Fact]
    public void Choose_LittleToMultiply_AsManyAsStayInTheCache()
    {
        Graph graph = GraphOptimizer.OptimizeForInference(MobileNetV2Builder.Build(1, 11));

        int large = Choose(graph, 224);
        int small = Choose(graph, 96);

        Assert.Equal(1, large);
        Assert.InRange(small, 4, PicturesAtOnce.Most);
    }

    [Fact]
    public void Choose_MuchToMultiply_TheMost()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("batch"), GraphSamples.Of(64), GraphSamples.Free("height"), GraphSamples.Free("width"));
        string values = editor.Conv("first", "x", 1, 64, 64);
        Graph graph = editor.ToGraph(editor.Conv("second", values, 2, 64, 64));

        Assert.Equal(PicturesAtOnce.Most, Choose(graph, 224, 64));
    }

    private static int Choose(Graph graph, int side, int channels = 3) => PicturesAtOnce.Choose(graph, new Shape(1, channels, side, side));
}
