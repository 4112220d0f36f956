using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>The network that is asked, and the head that it lends where it has one.</summary>
internal sealed record DistillationTeacher(string Name, string Sha256, string Licence, Graph Features, Preprocessing Preprocessing, TrainedHead? Head, ModelManifest? Manifest)
{
    public static DistillationTeacher Load(string nameOrPath)
    {
        if (!nameOrPath.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            PreparedBackbone backbone = PreparedBackbone.Load(nameOrPath, null, new PreprocessingOptions());
            return new DistillationTeacher(backbone.Name, backbone.Sha256, backbone.Licence, backbone.Features, backbone.Preprocessing.Preprocessing, null, null);
        }

        ModelFile file = ModelFile.Open(nameOrPath);
        ModelManifest manifest = file.Manifest ?? throw new ModelException($"{nameOrPath} is not a model that was trained here; expected a model.zip, or a network by its name or ONNX file.");
        OnnxModel exported = OnnxExport.Apply(file.Model, new OnnxExportOptions { Label = false, Features = true }, nameOrPath);
        string value = exported.Graph.Outputs[^1].Name;

        // The normalisation is a part of the network there.
        return new DistillationTeacher(
            manifest.Provenance.Backbone, file.Sha256, manifest.Provenance.BackboneLicence, Graph.From(exported).WithOutputs([value]), Preprocessing.Raw, ReadHead(exported, value, nameOrPath), manifest);
    }

    private static TrainedHead ReadHead(OnnxModel model, string features, string name)
    {
        List<DenseLayer> layers = [];
        string value = model.Graph.Nodes.FirstOrDefault(node => node.OperatorType == "Identity" && node.Outputs[0] == features)?.Inputs[0] ?? features;
        while (model.Graph.Nodes.FirstOrDefault(node => node.Inputs.Count > 0 && node.Inputs[0] == value && node.OperatorType is "Gemm" or "Relu" && node.Inputs.Contains(value)) is OnnxNode node)
        {
            if (node.OperatorType == "Relu" && layers.Count > 0)
            {
                layers[^1] = layers[^1] with { Activation = DenseActivation.Relu };
            }
            else if (node.OperatorType == "Gemm" && model.Graph.Initializers[node.Inputs[1]] is Tensor<float> weights && model.Graph.Initializers[node.Inputs[2]] is Tensor<float> bias)
            {
                layers.Add(new DenseLayer(weights.Shape[0], weights.Shape[1], weights.Span.ToArray(), bias.Span.ToArray()));
            }

            value = node.Outputs[0];
        }

        return layers.Count > 0 ? new TrainedHead(layers) : throw new ModelException($"{name}: its head is not one that was trained here.");
    }
}
