using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Computes the nodes all of whose inputs are constant.</summary>
internal static class ConstantFolding
{
    public static void Apply(GraphEditor editor)
    {
        foreach (GraphNode node in editor.ToGraph().Nodes)
        {
            if (node.Inputs.Count == 0 || !node.Inputs.All(input => input.Length == 0 || editor.Constants.ContainsKey(input)))
            {
                continue;
            }

            IReadOnlyList<TensorFact> results = ShapeInference.Infer(node, [.. node.Inputs.Select(input => input.Length == 0 ? null : TensorFact.Of(editor.Constants[input]))]);
            if (results.Any(result => result.Constant is null))
            {
                continue;
            }

            for (int index = 0; index < node.Outputs.Count; index++)
            {
                if (node.Outputs[index].Length > 0)
                {
                    editor.Constants[node.Outputs[index]] = results[index].Constant!;
                }
            }

            editor.Nodes.RemoveAll(each => each.Name == node.Name && each.Outputs.SequenceEqual(node.Outputs));
        }
    }
}
