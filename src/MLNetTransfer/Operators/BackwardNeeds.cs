namespace MLNetTransfer.Operators;

/// <summary>Which values of the forward pass a backward pass reads.</summary>
/// <param name="Inputs">Numbers of the inputs.</param>
/// <param name="Outputs">Numbers of the outputs.</param>
public sealed record BackwardNeeds(IReadOnlyList<int> Inputs, IReadOnlyList<int> Outputs)
{
    /// <summary>No value.</summary>
    public static BackwardNeeds Nothing { get; } = new([], []);

    /// <summary>The first output only.</summary>
    public static BackwardNeeds FirstOutput { get; } = new([], [0]);

    /// <summary>Inputs only.</summary>
    public static BackwardNeeds OfInputs(params IReadOnlyList<int> inputs) => new(inputs, []);
}
