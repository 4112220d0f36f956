using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>Runs a graph node by node, every value contiguous and in memory of its own: what a plan must give too.</summary>
internal static class UnplannedExecution
{
    public static IReadOnlyDictionary<string, Tensor> Run(Graph graph, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Dictionary<string, Tensor> values = new(graph.Constants, StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in inputs)
        {
            values[name] = tensor;
        }

        foreach (GraphNode node in graph.Nodes)
        {
            Tensor?[] operands = [.. node.Inputs.Select(input => input.Length == 0 ? null : values[input])];
            TensorFact?[] facts = [.. node.Inputs.Select(input => input.Length == 0 ? null : FactOf(graph, input, values[input]))];
            Tensor[] results = [.. node.Operator.Infer(facts).Select(fact => TensorFactory.Create(fact.ElementType, fact.Shape))];
            node.Operator.Forward(new OperatorContext(
                operands,
                [.. operands.Select(_ => false)],
                [.. results.Select((result, index) => index < node.Outputs.Count && node.Outputs[index].Length > 0 ? result : null)],
                new float[node.Operator.WorkspaceLength(facts)],
                WorkerPool.Sequential));
            for (int index = 0; index < node.Outputs.Count; index++)
            {
                values[node.Outputs[index]] = results[index];
            }
        }

        return graph.Outputs.Distinct().ToDictionary(output => output, output => values[output], StringComparer.Ordinal);
    }

    private static TensorFact FactOf(Graph graph, string name, Tensor value) =>
        graph.Constants.ContainsKey(name) ? TensorFact.Of(value) : new TensorFact(value.ElementType, value.Shape);
}
