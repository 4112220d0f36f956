using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphSegmentsTests
{
    [Fact]
    public void Divide_Chain_GivesEqualShares() =>
        Assert.Equal([3, 6, 9], GraphSegments.Divide(Chain(12), _ => 10, 4));

    [Fact]
    public void Divide_NarrowPlaceNearTheShare_IsTaken() =>
        Assert.Equal([5], GraphSegments.Divide(Chain(12), value => value == "value5" ? 1 : 10, 2));

    [Fact]
    public void Divide_ValueThatIsReadLate_CountsAllTheWay()
    {
        // The first value is read again by node 6: a place behind that has one value less to keep.
        GraphNode[] nodes = Chain(12);
        nodes[6] = new GraphNode(nodes[6].Operator, ["value6", "value1"], nodes[6].Outputs);

        Assert.Equal([7], GraphSegments.Divide(nodes, _ => 10, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Divide_FewNodes_GivesAscendingStartsInside(int count)
    {
        IReadOnlyList<int> starts = GraphSegments.Divide(Chain(4), _ => 10, count);

        Assert.Equal(starts.Order().Distinct(), starts);
        Assert.All(starts, start => Assert.InRange(start, 1, 3));
        Assert.True(starts.Count <= count - 1);
    }

    private static GraphNode[] Chain(int count)
    {
        GraphNode relu = MobileNetV2Builder.Build(0.1f, 1).Nodes.First(node => node.Outputs.Count == 1 && node.Inputs.Count == 1);
        return [.. Enumerable.Range(0, count).Select(index => new GraphNode(relu.Operator, [$"value{index}"], [$"value{index + 1}"]))];
    }
}
