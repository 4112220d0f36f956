namespace MLNetTransfer.Onnx;

/// <summary>A dimension of a declared value: a number, a symbol such as <c>batch</c>, or unknown.</summary>
/// <param name="Value">The number, or null.</param>
/// <param name="Symbol">The symbol, or null.</param>
public readonly record struct OnnxDimension(int? Value, string? Symbol)
{
    /// <summary>The number, the symbol, or a question mark.</summary>
    public override string ToString() => Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
