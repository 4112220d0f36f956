using MLNetTransfer.Datasets;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// A mean over squares of pixels in front of a network in a chain. ML.NET's resize takes in too few pixels when it makes a picture much smaller; for a network of small
/// pictures it resizes to a multiple of the size, and the network does the rest (docs/decisions/0008-the-chain-in-the-zip.md).
/// </summary>
internal static class ChainAverage
{
    /// <summary>Name of the input in front of it.</summary>
    public const string InputName = "large_image";

    private const string NodeName = "average_down";
    private const int SmallestSide = 112;
    private const int LargestSide = 191;
    private const int SmallScale = 3;

    /// <summary>How many times the size ML.NET resizes to.</summary>
    public static int Scale(Preprocessing preprocessing) => preprocessing.ResizeSize is >= SmallestSide and <= LargestSide ? SmallScale : 1;

    /// <summary>Puts it in front of a network.</summary>
    /// <param name="model">A network with one input [N, 3, side, side].</param>
    /// <param name="scale">Side of a square.</param>
    public static OnnxModel Add(OnnxModel model, int scale)
    {
        OnnxValueInfo image = model.Graph.Inputs[0];
        long[] square = [scale, scale];
        OnnxNode average = new(NodeName, "AveragePool", "", model.OperatorSets[""], [InputName], [image.Name], new OnnxAttributes([new("kernel_shape", square), new("strides", square)]));
        return model with
        {
            Graph = model.Graph with { Inputs = [Sized(image, InputName, side => side * scale)], Nodes = [average, .. model.Graph.Nodes] },
        };
    }

    /// <summary>Takes it away again; a network without one is given back as it is.</summary>
    /// <param name="model">A network that was read from a chain.</param>
    public static OnnxModel Remove(OnnxModel model)
    {
        if (model.Graph.Inputs is not [{ Name: InputName, Dimensions.Count: 4 } large]
            || model.Graph.Nodes is not [{ Name: NodeName, Outputs: [string image] } average, ..]
            || average.Attributes.Integers("kernel_shape") is not [long scale and > 0 and <= int.MaxValue, ..])
        {
            return model;
        }

        return model with
        {
            Graph = model.Graph with { Inputs = [Sized(large, image, side => (int)(side / scale))], Nodes = [.. model.Graph.Nodes.Skip(1)] },
        };
    }

    private static OnnxValueInfo Sized(OnnxValueInfo input, string name, Func<int, int> change)
    {
        OnnxDimension[] dimensions = [.. input.Dimensions!];
        for (int axis = 2; axis < dimensions.Length; axis++)
        {
            dimensions[axis] = dimensions[axis] with { Value = dimensions[axis].Value is int side ? change(side) : null };
        }

        return input with { Name = name, Dimensions = dimensions };
    }
}
