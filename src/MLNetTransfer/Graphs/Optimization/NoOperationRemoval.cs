namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Takes out Identity and Dropout, which pass their input on when nothing is trained.</summary>
internal static class NoOperationRemoval
{
    public static void Apply(GraphEditor editor)
    {
        // Redirecting replaces nodes, so each is looked at as it stands now.
        for (int index = editor.Nodes.Count - 1; index >= 0; index--)
        {
            GraphNode node = editor.Nodes[index];
            bool passesOn = node.Operator.Node is { Domain: "", OperatorType: "Identity" or "Dropout" } && node.Outputs.Skip(1).All(output => output.Length == 0);

            // An output of the graph keeps its name, and with it the node that gives it.
            if (passesOn && !editor.Outputs.Contains(node.Outputs[0]))
            {
                editor.Nodes.RemoveAt(index);
                editor.Redirect(node.Outputs[0], node.Inputs[0]);
            }
        }
    }
}
