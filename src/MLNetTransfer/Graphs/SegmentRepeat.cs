using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>What of a segment has to run again for the way back, and where its values lie then. Operators that worked in place do so again.</summary>
internal sealed class SegmentRepeat
{
    private readonly HashSet<PlannedStorage> _needed = [];
    private readonly HashSet<TracedNode> _running = [];
    private readonly Dictionary<PlannedStorage, PlannedStorage> _places = [];

    /// <summary>Looks what is needed.</summary>
    public SegmentRepeat(ForwardSegment segment)
    {
        foreach (TracedNode node in segment.Trace.Where(node => node.Wanted.Contains(true)))
        {
            BackwardNeeds needs = node.Node.Operator.BackwardNeeds(node.Wanted);
            Need(needs.Inputs.Where(index => index < node.Inputs.Length).Select(index => node.Inputs[index]));
            Need(needs.Outputs.Select(index => node.Outputs[index]));
        }

        foreach (TracedNode step in segment.Steps.Reverse())
        {
            if (step.Outputs.Any(output => output is not null && _needed.Contains(output.Storage)))
            {
                _running.Add(step);
                Need(step.Inputs);
            }
        }
    }

    /// <summary>Whether a step of the segment runs again.</summary>
    public bool IsNeeded(TracedNode step) => _running.Contains(step);

    /// <summary>A node of the segment with its values where they are this time.</summary>
    /// <param name="node">The node; those in front of it have been placed.</param>
    /// <param name="allocate">Gives memory for what it writes and nothing wrote before; null where it writes nothing.</param>
    public TracedNode Place(TracedNode node, Func<PlannedStorage, PlannedStorage>? allocate)
    {
        if (allocate is not null)
        {
            foreach (PlannedValue output in node.Outputs.OfType<PlannedValue>().Where(output => output.Storage.Tensor is null))
            {
                _places.TryAdd(output.Storage, allocate(output.Storage));
            }
        }

        return node with
        {
            Inputs = [.. node.Inputs.Select(input => input is PlannedValue value ? Placed(value) : input)],
            Outputs = [.. node.Outputs.Select(output => output is null ? null : Placed(output))],
        };
    }

    private PlannedValue Placed(PlannedValue value) => _places.TryGetValue(value.Storage, out PlannedStorage? place) ? value with { Storage = place } : value;

    private void Need(IEnumerable<object?> values) => _needed.UnionWith(values.OfType<PlannedValue>().Select(value => value.Storage));
}
