namespace MLNetTransfer.Onnx;

/// <summary>A node as the file states it.</summary>
/// <param name="Name">The name; the reader gives nameless nodes one.</param>
/// <param name="OperatorType">The operator, for instance <c>Conv</c>.</param>
/// <param name="Domain">The operator set, empty for the default one (<c>ai.onnx</c>).</param>
/// <param name="OperatorSetVersion">The version of that operator set which the file imports.</param>
/// <param name="Inputs">Names of the values it reads, empty for an optional input that is left out.</param>
/// <param name="Outputs">Names of the values it gives, empty for an optional output that is left out.</param>
/// <param name="Attributes">The attributes.</param>
public sealed record OnnxNode(
    string Name,
    string OperatorType,
    string Domain,
    int OperatorSetVersion,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    OnnxAttributes Attributes)
{
    /// <summary>Type and name as messages show them.</summary>
    public override string ToString() => Domain.Length == 0 ? $"{OperatorType} '{Name}'" : $"{Domain}.{OperatorType} '{Name}'";
}
