using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>An operator at its place in a graph. Nodes do not change; editing a graph replaces them.</summary>
public sealed class GraphNode
{
    /// <summary>Makes a node.</summary>
    public GraphNode(Operator @operator, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        Operator = @operator;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>What it computes.</summary>
    public Operator Operator { get; }

    /// <summary>Names of the values it reads, empty where an optional one is left out.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the values it gives, empty where an optional one is left out.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The name, unique in the graph.</summary>
    public string Name => Operator.Node.Name;

    /// <summary>Makes the node that a file states.</summary>
    /// <exception cref="OnnxException">The operator is unknown or does not take the attributes; the message names the node.</exception>
    public static GraphNode From(OnnxNode node)
    {
        CheckOperands(node);
        try
        {
            return new GraphNode(OperatorRegistry.Create(node), node.Inputs, node.Outputs);
        }
        catch (OnnxException exception)
        {
            throw new OnnxException(exception.Message.Contains(node.ToString(), StringComparison.Ordinal) ? exception.Message : $"{node}: {exception.Message}", exception);
        }
    }

    // What every reader of a graph relies on; the operator itself checks the rest when shapes are inferred.
    private static void CheckOperands(OnnxNode node)
    {
        int required = node.Domain.Length > 0 ? 1 : node.OperatorType switch
        {
            "Constant" => 0,
            "Add" or "Conv" or "Gemm" or "MatMul" => 2,
            "BatchNormalization" => 5,
            _ => 1,
        };
        int given = node.Inputs.TakeWhile(input => input.Length > 0).Count();
        if (given < required)
        {
            throw new OnnxException($"{node} has {given} of the {required} inputs that it needs.");
        }

        if (node.Outputs.Count == 0 || node.Outputs[0].Length == 0)
        {
            throw new OnnxException($"{node} has no output.");
        }
    }

    /// <summary>The same operator on other values.</summary>
    public GraphNode With(IReadOnlyList<string> inputs, IReadOnlyList<string> outputs) => new(Operator, inputs, outputs);

    /// <summary>Type and name as messages show them.</summary>
    public override string ToString() => Operator.Node.ToString();
}
