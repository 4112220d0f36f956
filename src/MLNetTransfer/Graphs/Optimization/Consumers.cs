namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Who gives and who reads a value while a graph is being edited.</summary>
internal static class Consumers
{
    /// <summary>The index of the node that gives a value, when exactly one node reads it and it is no output; else -1.</summary>
    public static int OnlyFeeding(GraphEditor editor, string value)
    {
        if (editor.Outputs.Contains(value) || editor.Nodes.Sum(node => node.Inputs.Count(input => input == value)) != 1)
        {
            return -1;
        }

        return editor.Nodes.FindIndex(node => node.Outputs.Count == 1 && node.Outputs[0] == value);
    }
}
