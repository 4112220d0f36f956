using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Backbones;

/// <summary><c>backbone.onnx</c>: a network that was made here, trainable, with weights of 16 bits and its card inside.</summary>
internal static class BackboneFile
{
    /// <summary>Name of the file in an output folder.</summary>
    public const string Name = "backbone.onnx";

    /// <summary>The file.</summary>
    /// <param name="network">From a picture to the features that the card names, BatchNormalization kept.</param>
    /// <param name="card">What it says about itself.</param>
    public static byte[] ToBytes(Graph network, BackboneCard card)
    {
        Shape shape = ShapeInference.Infer(network, NominalInput.Facts(network, card.Preprocessing.CropSize))[card.FeatureNode].Shape;
        OnnxValueInfo[] rows = [new(card.FeatureNode, ElementType.Float32, [new OnnxDimension(null, "batch"), .. shape.Dimensions[1..].ToArray().Select(size => new OnnxDimension(size, null))])];
        return OnnxWriter.Write(HalfWeights.Apply(network.ToOnnx(card.Name, rows, card.ToMetadata())));
    }
}
