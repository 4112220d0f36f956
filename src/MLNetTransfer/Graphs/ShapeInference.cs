using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Type and shape of every value of a graph for given inputs. What does not depend on the elements of the inputs is computed right here, so that the
/// shape arithmetic of exporters (Shape, Gather, Concat, Reshape) is constant by the time the graph runs.
/// </summary>
public static class ShapeInference
{
    /// <summary>Most elements of a value that is computed ahead.</summary>
    private const int MaximumFolded = 64 << 20;

    /// <summary>Infers the facts.</summary>
    /// <exception cref="OnnxException">An operator does not take its inputs; the message names the node.</exception>
    public static IReadOnlyDictionary<string, TensorFact> Infer(Graph graph, IReadOnlyDictionary<string, TensorFact> inputs)
    {
        Dictionary<string, TensorFact> facts = new(StringComparer.Ordinal);
        foreach ((string name, Tensor constant) in graph.Constants)
        {
            facts[name] = TensorFact.Of(constant);
        }

        foreach ((string name, TensorFact fact) in inputs)
        {
            facts[name] = fact;
        }

        foreach (GraphNode node in graph.Nodes)
        {
            TensorFact?[] operands = [.. node.Inputs.Select(input => input.Length == 0 ? null : facts[input])];
            IReadOnlyList<TensorFact> results = Infer(node, operands);
            for (int index = 0; index < node.Outputs.Count && index < results.Count; index++)
            {
                if (node.Outputs[index].Length > 0)
                {
                    facts[node.Outputs[index]] = results[index];
                }
            }
        }

        return facts;
    }

    /// <summary>The facts of a node's outputs; computed when all its inputs are constant.</summary>
    internal static IReadOnlyList<TensorFact> Infer(GraphNode node, TensorFact?[] operands)
    {
        try
        {
            IReadOnlyList<TensorFact> results = node.Operator.Infer(operands);
            if (node.Outputs.Skip(results.Count).Any(output => output.Length > 0))
            {
                throw new OnnxException($"It has {node.Outputs.Count} outputs, the operator gives {results.Count}.");
            }

            bool foldable = operands.All(operand => operand is null or { Constant: not null }) && results.All(result => result.Shape.Count <= MaximumFolded);
            return foldable && results.Any(result => result.Constant is null) ? Compute(node, operands, results) : results;
        }
        catch (Exception exception) when (exception is OnnxException or ArgumentException or ArithmeticException or InvalidCastException or InvalidOperationException)
        {
            throw new OnnxException($"{node}: {exception.Message}", exception);
        }
    }

    private static TensorFact[] Compute(GraphNode node, TensorFact?[] operands, IReadOnlyList<TensorFact> results)
    {
        Tensor[] outputs = [.. results.Select(result => TensorFactory.Create(result.ElementType, result.Shape))];
        OperatorContext context = new(
            [.. operands.Select(operand => operand?.Constant)],
            [.. operands.Select(_ => false)],
            [.. outputs.Select((output, index) => index < node.Outputs.Count && node.Outputs[index].Length > 0 ? output : null)],
            new float[node.Operator.WorkspaceLength(operands)],
            WorkerPool.Sequential);
        node.Operator.Forward(context);
        return [.. outputs.Select(TensorFact.Of)];
    }
}
