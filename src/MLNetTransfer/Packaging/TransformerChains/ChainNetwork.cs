using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// The network inside a chain. ML.NET resizes a picture and cuts its centre to one and the same size; where the preprocessing cuts a smaller square than
/// that, the network does it: its input is then <see cref="InputName"/>, of <see cref="Preprocessing.ResizeSize"/> pixels a side, and its first
/// node the cut.
/// </summary>
internal static class ChainNetwork
{
    /// <summary>Name of the input in front of the cut.</summary>
    public const string InputName = "resized_image";

    private const string NodeName = "centre_crop";

    // From operator set 10 on, the places of a Slice are inputs instead of attributes.
    private const int SliceByInputs = 10;

    /// <summary>Puts the cut in front of a network.</summary>
    /// <param name="model">A network with one input [N, 3, crop, crop].</param>
    /// <param name="preprocessing">The sizes.</param>
    /// <exception cref="ArgumentException">The network takes pictures of another size than the crop.</exception>
    public static OnnxModel WithCrop(OnnxModel model, Preprocessing preprocessing)
    {
        OnnxValueInfo image = model.Graph.Inputs[0];
        if (image.Dimensions is not [_, _, OnnxDimension height, OnnxDimension width] || height.Value != preprocessing.CropSize || width.Value != preprocessing.CropSize)
        {
            throw new ArgumentException($"The network takes pictures {image}; the preprocessing cuts {preprocessing.CropSize} pixels.", nameof(model));
        }

        OnnxDimension side = new(preprocessing.ResizeSize, null);
        // Rounded as torchvision's CenterCrop rounds it, half to even.
        long start = (long)Math.Round((preprocessing.ResizeSize - preprocessing.CropSize) / 2d, MidpointRounding.ToEven);
        long[] starts = [start, start];
        long[] ends = [start + preprocessing.CropSize, start + preprocessing.CropSize];
        long[] axes = [2, 3];
        int operatorSet = model.OperatorSets[""];
        Dictionary<string, Tensor> initializers = new(model.Graph.Initializers, StringComparer.Ordinal);
        OnnxNode crop = new(NodeName, "Slice", "", operatorSet, [InputName], [image.Name], new OnnxAttributes());
        if (operatorSet < SliceByInputs)
        {
            crop = crop with { Attributes = new OnnxAttributes([new("axes", axes), new("starts", starts), new("ends", ends)]) };
        }
        else
        {
            crop = crop with { Inputs = [InputName, Name("starts"), Name("ends"), Name("axes")] };
            initializers[Name("starts")] = Tensor.FromValues(starts);
            initializers[Name("ends")] = Tensor.FromValues(ends);
            initializers[Name("axes")] = Tensor.FromValues(axes);
        }

        return model with
        {
            Graph = model.Graph with
            {
                Inputs = [image with { Name = InputName, Dimensions = [image.Dimensions[0], image.Dimensions[1], side, side] }],
                Nodes = [crop, .. model.Graph.Nodes],
                Initializers = initializers,
            },
        };
    }

    /// <summary>Takes the cut away again; a network without one is given back as it is.</summary>
    /// <param name="model">A network that was read from a chain.</param>
    /// <param name="preprocessing">The sizes.</param>
    public static OnnxModel WithoutCrop(OnnxModel model, Preprocessing preprocessing)
    {
        if (model.Graph.Inputs is not [{ Name: InputName, Dimensions: { Count: 4 } dimensions } resized]
            || model.Graph.Nodes is not [{ Name: NodeName, Outputs: [string image] } crop, ..])
        {
            return model;
        }

        OnnxDimension side = new(preprocessing.CropSize, null);
        return model with
        {
            Graph = model.Graph with
            {
                Inputs = [new OnnxValueInfo(image, resized.ElementType, [dimensions[0], dimensions[1], side, side])],
                Nodes = [.. model.Graph.Nodes.Skip(1)],
                Initializers = model.Graph.Initializers
                    .Where(constant => !crop.Inputs.Contains(constant.Key))
                    .ToDictionary(constant => constant.Key, constant => constant.Value, StringComparer.Ordinal),
            },
        };
    }

    private static string Name(string part) => $"{NodeName}_{part}";
}
