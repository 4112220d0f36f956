using System.Globalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs;

/// <summary>What the declaration of a picture input says.</summary>
public static class GraphInputs
{
    private const int Channels = 3;

    /// <summary>Checks that the graph takes one batch of pictures.</summary>
    /// <exception cref="OnnxException">It takes something else; the message says what.</exception>
    public static GraphInput Picture(Graph graph)
    {
        if (graph.Inputs is not [GraphInput input])
        {
            throw new OnnxException($"The network has the inputs {string.Join(", ", graph.Inputs.Select(each => $"'{each.Name}'"))}; expected one, a batch of pictures.");
        }

        return TakesPictures(graph)
            ? input
            : throw new OnnxException(string.Create(
                CultureInfo.InvariantCulture,
                $"The input '{input.Name}' is {input.ElementType} [{string.Join(", ", input.Dimensions ?? [])}]; expected Float32 [N, 3, H, W] or [N, H, W, 3], a batch of colour pictures."));
    }

    /// <summary>Whether the only input can be a batch of colour pictures.</summary>
    public static bool TakesPictures(Graph graph) =>
        graph.Inputs is [{ ElementType: ElementType.Float32 } input]
        && (input.Dimensions is null || (input.Dimensions.Count == 4 && (MayBe(input.Dimensions[1]) || MayBe(input.Dimensions[3]))));

    /// <summary>Whether the input is [N, H, W, 3], as TensorFlow has it, and not [N, 3, H, W].</summary>
    public static bool IsChannelsLast(Graph graph) =>
        Picture(graph).Dimensions is { Count: 4 } dimensions && dimensions[3].Value == Channels && dimensions[1].Value != Channels;

    /// <summary>The number of pictures that every run must have, or null when it is free.</summary>
    public static int? FixedBatch(Graph graph) => Picture(graph).Dimensions is { Count: 4 } dimensions ? dimensions[0].Value : null;

    /// <summary>The side of the pictures that the graph demands, or null when it is free or unknown.</summary>
    public static int? FixedSide(Graph graph)
    {
        if (Picture(graph).Dimensions is not { Count: 4 } dimensions)
        {
            return null;
        }

        int first = IsChannelsLast(graph) ? 1 : 2;
        return dimensions[first].Value is int height && dimensions[first + 1].Value == height ? height : null;
    }

    private static bool MayBe(OnnxDimension dimension) => dimension.Value is null or Channels;
}
