using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Type and dimensions of the outputs of a graph whose inputs have free dimensions. Operators infer concrete shapes only, so the graph is inferred for several sizes of
/// each free dimension: what stays is a number, what follows one free dimension has its symbol, the rest is open.
/// </summary>
internal static class DeclaredOutputs
{
    // The first dimension of an input is the batch, the others are usually height and width of pictures.
    private const int Batch = 1;
    private const int OtherBatch = 2;
    private const int Side = 224;
    private const int OtherSide = 256;

    /// <summary>One declaration an output; open where the graph does not take inputs of usual sizes.</summary>
    public static IReadOnlyList<OnnxValueInfo> Infer(Graph graph)
    {
        string[] symbols = [.. graph.Inputs.SelectMany(FreeSymbols).Distinct(StringComparer.Ordinal)];
        if (TryInfer(graph, null) is not { } usual)
        {
            return [.. graph.Outputs.Select(output => new OnnxValueInfo(output, ElementType.Float32, null))];
        }

        IReadOnlyDictionary<string, TensorFact>?[] changed = [.. symbols.Select(symbol => TryInfer(graph, symbol))];
        return [.. graph.Outputs.Select(output => new OnnxValueInfo(output, usual[output].ElementType, DimensionsOf(output, usual, symbols, changed)))];
    }

    private static OnnxDimension[] DimensionsOf(
        string output,
        IReadOnlyDictionary<string, TensorFact> usual,
        string[] symbols,
        IReadOnlyDictionary<string, TensorFact>?[] changed)
    {
        Shape shape = usual[output].Shape;
        OnnxDimension[] dimensions = new OnnxDimension[shape.Rank];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            dimensions[axis] = new OnnxDimension(shape[axis], null);
            for (int index = 0; index < symbols.Length; index++)
            {
                if (changed[index]?[output].Shape is not { } other || other.Rank != shape.Rank)
                {
                    dimensions[axis] = default;
                }
                else if (other[axis] != shape[axis])
                {
                    bool follows = dimensions[axis].Value is not null && (shape[axis], other[axis]) is (Batch, OtherBatch) or (Side, OtherSide);
                    dimensions[axis] = follows ? new OnnxDimension(null, symbols[index]) : default;
                }
            }
        }

        return dimensions;
    }

    private static IReadOnlyDictionary<string, TensorFact>? TryInfer(Graph graph, string? symbol)
    {
        try
        {
            return Infer(graph, symbol);
        }
        catch (OnnxException)
        {
            // The network does not take this size, so what follows from it stays open.
            return null;
        }
    }

    private static IReadOnlyDictionary<string, TensorFact> Infer(Graph graph, string? changedSymbol) =>
        ShapeInference.Infer(graph, graph.Inputs.ToDictionary(input => input.Name, input => new TensorFact(input.ElementType, Probe(input, changedSymbol)), StringComparer.Ordinal));

    private static Shape Probe(GraphInput input, string? changedSymbol)
    {
        IReadOnlyList<OnnxDimension> dimensions = input.Dimensions
            ?? throw new OnnxException($"The input '{input.Name}' has no dimensions.");
        int[] sizes = new int[dimensions.Count];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            bool isChanged = SymbolOf(input, axis) == changedSymbol;
            sizes[axis] = dimensions[axis].Value ?? (axis == 0 ? (isChanged ? OtherBatch : Batch) : isChanged ? OtherSide : Side);
        }

        return new Shape(sizes);
    }

    private static IEnumerable<string> FreeSymbols(GraphInput input) =>
        Enumerable.Range(0, input.Dimensions?.Count ?? 0).Where(axis => input.Dimensions![axis].Value is null).Select(axis => SymbolOf(input, axis));

    private static string SymbolOf(GraphInput input, int axis) =>
        input.Dimensions![axis].Symbol ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{input.Name}_{axis}");
}
