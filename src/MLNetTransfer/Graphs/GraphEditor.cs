using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs;

/// <summary>Lists that can be changed freely; <see cref="ToGraph"/> sorts them, drops what no output needs and checks the rest.</summary>
public sealed class GraphEditor
{
    /// <summary>Begins with nothing.</summary>
    /// <param name="operatorSets">Version of each operator set by domain, the default domain under the empty name.</param>
    public GraphEditor(IReadOnlyDictionary<string, int> operatorSets)
    {
        OperatorSets = new Dictionary<string, int>(operatorSets, StringComparer.Ordinal);
    }

    /// <summary>Begins with a graph.</summary>
    public GraphEditor(Graph graph)
        : this(graph.OperatorSets)
    {
        Inputs.AddRange(graph.Inputs);
        Outputs.AddRange(graph.Outputs);
        Nodes.AddRange(graph.Nodes);
        foreach ((string name, Tensor tensor) in graph.Constants)
        {
            Constants[name] = tensor;
        }
    }

    /// <summary>What the caller gives.</summary>
    public List<GraphInput> Inputs { get; } = [];

    /// <summary>Names of the values that the graph is run for.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The nodes in any order.</summary>
    public List<GraphNode> Nodes { get; } = [];

    /// <summary>The constants by name.</summary>
    public Dictionary<string, Tensor> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>Version of each operator set by domain.</summary>
    public Dictionary<string, int> OperatorSets { get; }

    /// <summary>Adds a node of the graph's operator set.</summary>
    /// <returns>The name of its output, which is also the name of the node.</returns>
    public string Add(string operatorType, string name, IReadOnlyList<string> inputs, IEnumerable<KeyValuePair<string, object>>? attributes = null, string domain = "")
    {
        OnnxNode node = new(name, operatorType, domain, OperatorSets[domain], inputs, [name], new OnnxAttributes(attributes ?? []));
        Nodes.Add(GraphNode.From(node));
        return name;
    }

    /// <summary>Adds a constant.</summary>
    /// <returns>Its name.</returns>
    public string Add(string name, Tensor constant)
    {
        Constants.Add(name, constant);
        return name;
    }

    /// <summary>A name that neither a node nor a value has: the given one, or that with a number behind it.</summary>
    public string FreshName(string name)
    {
        HashSet<string> taken = new(Nodes.SelectMany(node => node.Outputs.Append(node.Name)).Concat(Constants.Keys).Concat(Inputs.Select(input => input.Name)), StringComparer.Ordinal);
        string fresh = name;
        for (int number = 2; taken.Contains(fresh); number++)
        {
            fresh = $"{name}_{number}";
        }

        return fresh;
    }

    /// <summary>Lets every reader of a value, the outputs included, read another one.</summary>
    public void Redirect(string from, string to)
    {
        for (int index = 0; index < Nodes.Count; index++)
        {
            if (Nodes[index].Inputs.Contains(from))
            {
                Nodes[index] = Nodes[index].With([.. Nodes[index].Inputs.Select(input => input == from ? to : input)], Nodes[index].Outputs);
            }
        }

        for (int index = 0; index < Outputs.Count; index++)
        {
            if (Outputs[index] == from)
            {
                Outputs[index] = to;
            }
        }
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="OnnxException">A value that is read is given by nothing or by two nodes, or the nodes form a circle.</exception>
    public Graph ToGraph()
    {
        Dictionary<string, GraphNode> producers = FindProducers();
        List<GraphNode> sorted = Sort(producers);
        HashSet<string> used = new(sorted.SelectMany(node => node.Inputs).Concat(Outputs), StringComparer.Ordinal);
        Dictionary<string, Tensor> constants = Constants.Where(constant => used.Contains(constant.Key)).ToDictionary(StringComparer.Ordinal);
        return new Graph([.. Inputs], [.. Outputs], sorted, constants, new Dictionary<string, int>(OperatorSets, StringComparer.Ordinal));
    }

    private Dictionary<string, GraphNode> FindProducers()
    {
        Dictionary<string, GraphNode> producers = new(StringComparer.Ordinal);
        HashSet<string> given = new(Inputs.Select(input => input.Name).Concat(Constants.Keys), StringComparer.Ordinal);
        foreach (GraphNode node in Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (given.Contains(output) || !producers.TryAdd(output, node))
                {
                    throw new OnnxException($"{node}: its output '{output}' is given by something else too.");
                }
            }
        }

        return producers;
    }

    // Depth first from the outputs, without recursion: a file may chain more nodes than the stack holds.
    private List<GraphNode> Sort(Dictionary<string, GraphNode> producers)
    {
        HashSet<string> given = new(Inputs.Select(input => input.Name).Concat(Constants.Keys), StringComparer.Ordinal);
        HashSet<GraphNode> done = [];
        HashSet<GraphNode> open = [];
        List<GraphNode> sorted = [];
        Stack<(GraphNode Node, int Next)> path = [];
        foreach (string output in Outputs)
        {
            Visit(output, "the graph");
            while (path.TryPop(out (GraphNode Node, int Next) top))
            {
                if (top.Next == top.Node.Inputs.Count)
                {
                    open.Remove(top.Node);
                    done.Add(top.Node);
                    sorted.Add(top.Node);
                    continue;
                }

                path.Push((top.Node, top.Next + 1));
                if (top.Node.Inputs[top.Next].Length > 0)
                {
                    Visit(top.Node.Inputs[top.Next], top.Node.ToString());
                }
            }
        }

        return sorted;

        void Visit(string value, string reader)
        {
            if (given.Contains(value))
            {
                return;
            }

            if (!producers.TryGetValue(value, out GraphNode? node))
            {
                throw new OnnxException($"The value '{value}', which {reader} reads, is given by no node, input or initialiser.");
            }

            if (done.Contains(node))
            {
                return;
            }

            if (!open.Add(node))
            {
                throw new OnnxException($"{node} reads what it gives itself: the nodes form a circle.");
            }

            path.Push((node, 0));
        }
    }
}
