using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>The operators that are supported, by domain and name.</summary>
public static class OperatorRegistry
{
    // Alphabetical within a domain; one line an operator.
    private static readonly Dictionary<string, Func<OnnxNode, Operator>> Factories = new(StringComparer.Ordinal)
    {
    };

    /// <summary>Names of all supported operators, sorted; those outside the default domain with their domain before a dot.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is an operator for this node.</summary>
    public static bool Supports(OnnxNode node) => Factories.ContainsKey(KeyOf(node));

    /// <summary>Makes the operator of a node.</summary>
    /// <exception cref="OnnxException">There is none, or it does not take the node's attributes.</exception>
    public static Operator Create(OnnxNode node) =>
        Factories.TryGetValue(KeyOf(node), out Func<OnnxNode, Operator>? factory)
            ? factory(node)
            : throw new OnnxException($"Operator {node} is not supported.");

    private static string KeyOf(OnnxNode node) => node.Domain is "" or "ai.onnx" ? node.OperatorType : $"{node.Domain}.{node.OperatorType}";
}
