using System.Globalization;
using MLNetTransfer.Backbones;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Operators;
using MLNetTransfer.Packaging;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>Says what a model file is: a trained classifier, a public one, or a backbone.</summary>
public static class ModelInspector
{
    /// <summary>Describes a model file or a name of the catalogue.</summary>
    /// <exception cref="MissingModelException">There is no such file or name, or the file of that name is not on this machine.</exception>
    /// <exception cref="ModelException">The .zip is no model.</exception>
    /// <exception cref="Onnx.OnnxException">The network cannot be read.</exception>
    public static ModelDescription Inspect(string nameOrPath) => Describe(ModelFile.Open(nameOrPath));

    internal static ModelDescription Describe(ModelFile file)
    {
        Graph graph = Graph.From(file.Model);
        PreprocessingChoice? choice = file.Resolved is null || file.Manifest is not null
            ? null
            : PreparedBackbone.FitToInput(graph, file.Resolved.ChoosePreprocessing(new PreprocessingOptions(), BackboneCard.Read(file.Model, file.Path)?.Preprocessing), new PreprocessingOptions());
        Preprocessing preprocessing = file.Manifest?.Preprocessing ?? choice!.Preprocessing;
        string kind = file.Kind == "stock" && graph.Outputs.All(output => output == "features") ? "backbone" : file.Kind;
        List<KeyValuePair<string, string>> facts =
        [
            new("operator set", file.Model.OperatorSets[""].ToString(CultureInfo.InvariantCulture)),
            new("producer", $"{file.Model.ProducerName} {file.Model.ProducerVersion}".Trim()),
            new("input", string.Join("; ", graph.Inputs.Select(input => $"{input.Name} {input.ElementType} [{string.Join(", ", input.Dimensions ?? [])}]"))),
            new("outputs", string.Join(", ", graph.Outputs)),
            new("parameters", graph.ParameterCount.ToString(CultureInfo.InvariantCulture)),
            new("resize, crop", string.Create(CultureInfo.InvariantCulture, $"{preprocessing.ResizeSize}, {preprocessing.CropSize} ({preprocessing.Filter}, {(preprocessing.Placement == CropPlacement.Exact ? "exactly in the middle" : "at whole pixels")})")),
            new("mean", Channels(preprocessing.Mean)),
            new("deviation", Channels(preprocessing.Deviation)),
            new("channel order", preprocessing.Order.ToString()),
        ];
        if (choice is not null)
        {
            facts.Add(new("preprocessing", choice.Description));
            facts.Add(new("feature layer", FeatureLayer.Find(graph)));
        }

        if (file.Manifest is ModelManifest manifest)
        {
            facts.Add(new("classes", string.Join(", ", manifest.Classes)));
            facts.Add(new("backbone", manifest.Provenance.Backbone));
            facts.Add(new("backbone SHA-256", manifest.Provenance.BackboneSha256));
            facts.Add(new("backbone licence", manifest.Provenance.BackboneLicence));
            facts.Add(new("feature layer", manifest.Provenance.FeatureNode));
            facts.Add(new("head", manifest.Provenance.Head));
            facts.Add(new("seed", manifest.Provenance.Seed.ToString(CultureInfo.InvariantCulture)));
            facts.Add(new("training pictures", manifest.Provenance.TrainingPictures.ToString(CultureInfo.InvariantCulture)));
            facts.Add(new("training data SHA-256", manifest.Provenance.TrainingDataSha256));
            if (manifest.Calibration is ModelCalibration calibration)
            {
                facts.Add(new("temperature", calibration.Temperature.ToString("0.000", CultureInfo.InvariantCulture)));
                facts.Add(new("none of these", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(calibration.Threshold is double threshold ? $"below {threshold.ToString("0.000", CultureInfo.InvariantCulture)}" : "no threshold")} for {100 * calibration.ErrorRate:0.##} % wrong answers, by {calibration.Pictures} pictures")));
            }
        }

        return new ModelDescription(kind, file.Path, file.Sha256, facts, Layers(graph, preprocessing.CropSize));
    }

    private static ModelLayer[] Layers(Graph graph, int side)
    {
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(graph, NominalInput.Facts(graph, side));
        HashSet<string> counted = new(StringComparer.Ordinal);
        HashSet<int> trainable = [.. NetworkParameters.Find(graph).Select(parameter => parameter.Node)];
        return
        [
            .. graph.Nodes.Select((node, index) => new ModelLayer(
                node.Name,
                node.Operator.Node.OperatorType,
                facts[node.Outputs[0]].Shape.ToString(),
                node.Inputs.Where(input => graph.Constants.GetValueOrDefault(input)?.ElementType == ElementType.Float32 && counted.Add(input)).Sum(input => (long)graph.Constants[input].Shape.Count),
                trainable.Contains(index))),
        ];
    }

    private static string Channels(Preprocessing.Channels channels) =>
        string.Create(CultureInfo.InvariantCulture, $"{channels.Red}, {channels.Green}, {channels.Blue}");
}
