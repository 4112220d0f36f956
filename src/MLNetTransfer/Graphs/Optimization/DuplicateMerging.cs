using System.Globalization;
using System.Text;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Computes once what several nodes compute: the same operator with the same attributes on the same values.</summary>
internal static class DuplicateMerging
{
    public static void Apply(GraphEditor editor)
    {
        Dictionary<string, GraphNode> first = new(StringComparer.Ordinal);

        // In their order, so that what reads merged values is seen with the names that are left.
        foreach (string name in editor.ToGraph().Nodes.Select(node => node.Outputs[0]).ToArray())
        {
            GraphNode? node = editor.Nodes.Find(each => each.Outputs[0] == name);
            if (node is null || Describe(node) is not string description || first.TryAdd(description, node))
            {
                continue;
            }

            // An output of the graph keeps its name, and with it the node that gives it.
            if (node.Outputs.Any(editor.Outputs.Contains))
            {
                continue;
            }

            editor.Nodes.Remove(node);
            for (int index = 0; index < node.Outputs.Count; index++)
            {
                editor.Redirect(node.Outputs[index], first[description].Outputs[index]);
            }
        }
    }

    private static string? Describe(GraphNode node)
    {
        OnnxNode stated = node.Operator.Node;
        if (node.Outputs.Any(output => output.Length == 0))
        {
            return null;
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{stated.Domain}\0{stated.OperatorType}\0{stated.OperatorSetVersion}\0{node.Outputs.Count}\0{string.Join('\0', node.Inputs)}");
        foreach ((string name, object value) in stated.Attributes.Values)
        {
            string? written = value switch
            {
                long number => number.ToString(CultureInfo.InvariantCulture),
                float number => number.ToString("R", CultureInfo.InvariantCulture),
                string content => content,
                long[] numbers => string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))),
                float[] numbers => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))),
                _ => null,
            };
            if (written is null)
            {
                return null;
            }

            text.Append(CultureInfo.InvariantCulture, $"\0{name}={written}");
        }

        return text.ToString();
    }
}
