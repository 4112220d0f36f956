using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// How many pictures a thread takes through a network at once. Where a network multiplies much for each number that it reads or writes, many: they share the reading of the weights.
/// Where it multiplies little, so few that what an operator reads and writes stays in the cache for the next one.
/// </summary>
internal static class PicturesAtOnce
{
    /// <summary>Most pictures: beyond it nothing is gained.</summary>
    public const int Most = 8;

    private const long CachedElements = 1536 << 10;

    private const int FewMultipliesOfElement = 128;

    /// <summary>Chooses the number for a network of one input.</summary>
    /// <param name="graph">A network.</param>
    /// <param name="picture">The input of one picture.</param>
    /// <returns>1 to <see cref="Most"/>.</returns>
    public static int Choose(Graph graph, Shape picture) =>
        Choose(graph, new Dictionary<string, TensorFact>(StringComparer.Ordinal) { [graph.Inputs[0].Name] = new TensorFact(ElementType.Float32, picture) });

    /// <summary>Chooses the number.</summary>
    /// <param name="graph">A network.</param>
    /// <param name="picture">Its inputs, one picture each.</param>
    /// <returns>1 to <see cref="Most"/>.</returns>
    public static int Choose(Graph graph, IReadOnlyDictionary<string, TensorFact> picture)
    {
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(graph, picture);
        long multiplies = 0;
        long elements = 0;
        long largest = 1;
        foreach (GraphNode node in graph.Nodes)
        {
            long length = node.Inputs.Concat(node.Outputs).Where(value => value.Length > 0).Select(value => facts[value]).Sum(fact => fact.Constant is null ? (long)fact.Shape.Count : 0);
            elements += length;
            largest = Math.Max(largest, length);
            multiplies += Multiplies(node, facts);
        }

        return multiplies >= FewMultipliesOfElement * elements ? Most : (int)Math.Clamp(CachedElements / largest, 1, Most);
    }

    private static long Multiplies(GraphNode node, IReadOnlyDictionary<string, TensorFact> facts)
    {
        if (node.Operator is not Conv)
        {
            return 0;
        }

        Shape weights = facts[node.Inputs[1]].Shape;
        return weights[0] == 0 ? 0 : (long)facts[node.Outputs[0]].Shape.Count * (weights.Count / weights[0]);
    }
}
