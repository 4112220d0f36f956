using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Training.Distillation;

/// <summary>
/// Finds the places inside of a network where a student can be told what its teacher has there (A. Romero and others, "FitNets: hints for thin deep nets", 2015): the narrow values that alone lead
/// on, which are the ends of blocks, and the last maps before they are pooled.
/// </summary>
internal static class HintPoints
{
    // Larger maps hold edges and colours, which the maps behind them teach well enough, and many numbers.
    private const int SmallestReduction = 8;

    // Networks widen from stage to stage at one size, by less than blocks widen inside.
    private const int Widening = 2;

    /// <summary>The places, from the input on.</summary>
    /// <param name="network">From a picture to features.</param>
    /// <param name="side">Side of the pictures in pixels.</param>
    public static IReadOnlyList<HintPoint> Find(Graph network, int side)
    {
        HintPoint[] all = [.. Bottlenecks(network, side).Where(point => point.Side * SmallestReduction <= side)];
        Dictionary<int, int> narrowest = all.GroupBy(point => point.Side).ToDictionary(size => size.Key, size => size.Min(point => point.Channels));
        return [.. all.Where((point, index) => point.Channels <= Widening * narrowest[point.Side] || index == all.Length - 1)];
    }

    /// <summary>The places that two networks share: at each size that both have, all of them in turn where they have as many, else the last of each.</summary>
    public static IReadOnlyList<(HintPoint Student, HintPoint Teacher)> Match(IReadOnlyList<HintPoint> student, IReadOnlyList<HintPoint> teacher)
    {
        List<(HintPoint, HintPoint)> pairs = [];
        foreach ((HintPoint[] own, HintPoint[] theirs) in student.GroupBy(point => point.Side).Join(
            teacher.GroupBy(point => point.Side), size => size.Key, size => size.Key, (mine, given) => (mine.ToArray(), given.ToArray())))
        {
            pairs.AddRange(own.Length == theirs.Length ? own.Zip(theirs) : [(own[^1], theirs[^1])]);
        }

        return pairs;
    }

    // Maps that are the only value alive when they are given: what is behind them reads nothing else from in front of them. Of those between two convolutions the last.
    private static List<HintPoint> Bottlenecks(Graph network, int side)
    {
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(network, NominalInput.Facts(network, side));
        Dictionary<string, int> lastReads = new(StringComparer.Ordinal);
        for (int index = 0; index < network.Nodes.Count; index++)
        {
            foreach (string input in network.Nodes[index].Inputs)
            {
                lastReads[input] = index;
            }
        }

        List<HintPoint> points = [];
        HashSet<string> alive = [.. network.Inputs.Select(input => input.Name)];
        int depth = 0;
        for (int index = 0; index < network.Nodes.Count; index++)
        {
            GraphNode node = network.Nodes[index];
            depth += node.Operator.Node.OperatorType == "Conv" ? 1 : 0;
            alive.UnionWith(node.Outputs.Where(output => facts.GetValueOrDefault(output) is { Constant: null } && lastReads.GetValueOrDefault(output, -1) > index));
            alive.RemoveWhere(value => lastReads.GetValueOrDefault(value, -1) <= index);
            if (alive.Count == 1 && facts[alive.Single()] is { ElementType: ElementType.Float32, Shape: { Rank: 4 } shape } && shape[2] == shape[3] && shape[2] > 1 && node.Outputs.Contains(alive.Single()))
            {
                if (points.Count > 0 && points[^1].Depth == depth)
                {
                    points.RemoveAt(points.Count - 1);
                }

                points.Add(new HintPoint(alive.Single(), shape[1], shape[2], depth));
            }
        }

        return points;
    }
}
