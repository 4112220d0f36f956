using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training;

/// <summary>
/// Puts a trained head on a backbone and the normalisation in front of it: input <c>image</c> [N, 3, H, W], RGB, 0 to 255; outputs
/// <c>probabilities</c> [N, classes] and <c>label</c> [N], the name of the most probable class.
/// </summary>
public static class ClassifierGraph
{
    private const string MachineLearningDomain = "ai.onnx.ml";
    private const int MachineLearningOperatorSet = 2;

    /// <summary>Builds the classifier.</summary>
    /// <param name="features">A backbone with one output [N, features].</param>
    /// <param name="head">The head for these features.</param>
    /// <param name="preprocessing">Mean, deviation and channel order that the backbone expects.</param>
    /// <param name="classNames">The class names in the order of the head.</param>
    public static Graph Build(Graph features, TrainedHead head, Preprocessing preprocessing, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(preprocessing);
        GraphEditor editor = new(features);
        foreach (string reserved in (ReadOnlySpan<string>)[ClassifierValues.Image, ClassifierValues.Probabilities, ClassifierValues.Label])
        {
            Rename(editor, reserved, editor.FreshName($"backbone_{reserved}"));
        }

        string value = editor.Outputs[0];
        AddNormalization(editor, features, preprocessing);
        for (int index = 0; index < head.Layers.Count; index++)
        {
            DenseLayer layer = head.Layers[index];
            string name = head.Layers.Count == 1 ? "head" : $"head_{index + 1}";
            string weights = editor.Add(editor.FreshName($"{name}_weights"), Tensor.From<float>(new Shape(layer.InputLength, layer.OutputLength), layer.Weights));
            string bias = editor.Add(editor.FreshName($"{name}_bias"), Tensor.From<float>(new Shape(layer.OutputLength), layer.Bias));
            value = editor.Add("Gemm", editor.FreshName(name), [value, weights, bias], OldBroadcast(editor));
            if (layer.Activation == DenseActivation.Relu)
            {
                value = editor.Add("Relu", editor.FreshName($"{name}_relu"), [value]);
            }
        }

        string probabilities = editor.Add("Softmax", ClassifierValues.Probabilities, [value], [new("axis", 1L)]);
        string winner = editor.Add("ArgMax", editor.FreshName("label_index"), [probabilities], [new("axis", 1L), new("keepdims", 0L)]);
        editor.OperatorSets.TryAdd(MachineLearningDomain, MachineLearningOperatorSet);
        editor.Add(
            "LabelEncoder",
            ClassifierValues.Label,
            [winner],
            [
                new("keys_int64s", Enumerable.Range(0, classNames.Count).Select(index => (long)index).ToArray()),
                new("values_strings", classNames.ToArray()),
            ],
            MachineLearningDomain);
        editor.Outputs.Clear();
        editor.Outputs.AddRange([ClassifierValues.Probabilities, ClassifierValues.Label]);
        return editor.ToGraph();
    }

    /// <summary>The classifier as a model to write, with the types of its outputs.</summary>
    public static OnnxModel ToModel(Graph classifier, int classCount, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        OnnxDimension batch = classifier.Inputs[0].Dimensions![0];
        return classifier.ToOnnx(
            "classifier",
            [
                new OnnxValueInfo(ClassifierValues.Probabilities, ElementType.Float32, [batch, new OnnxDimension(classCount, null)]),
                new OnnxValueInfo(ClassifierValues.Label, ElementType.String, [batch]),
            ],
            metadata);
    }

    private static void AddNormalization(GraphEditor editor, Graph features, Preprocessing preprocessing)
    {
        string backboneInput = editor.Inputs[0].Name;
        bool channelsLast = GraphInputs.IsChannelsLast(features);
        OnnxDimension batch = GraphInputs.FixedBatch(features) is int fixedBatch ? new(fixedBatch, null) : new(null, "batch");
        OnnxDimension side = new(preprocessing.CropSize, null);
        editor.Inputs.Clear();
        editor.Inputs.Add(new GraphInput(ClassifierValues.Image, ElementType.Float32, [batch, new(3, null), side, side]));
        string value = ClassifierValues.Image;
        float[] mean = [preprocessing.Mean.Red, preprocessing.Mean.Green, preprocessing.Mean.Blue];
        float[] deviation = [preprocessing.Deviation.Red, preprocessing.Deviation.Green, preprocessing.Deviation.Blue];
        if (mean.Any(each => each != 0))
        {
            value = editor.Add("Sub", editor.FreshName("image_less_mean"), [value, Channelwise(editor, "image_mean", mean)], OldBroadcast(editor));
        }

        if (deviation.Any(each => each != 1))
        {
            value = editor.Add("Div", editor.FreshName("image_normalized"), [value, Channelwise(editor, "image_deviation", deviation)], OldBroadcast(editor));
        }

        if (preprocessing.Order == ChannelOrder.Bgr)
        {
            string indices = editor.Add(editor.FreshName("image_bgr_order"), Tensor.FromValues(2L, 1L, 0L));
            value = editor.Add("Gather", editor.FreshName("image_bgr"), [value, indices], [new("axis", 1L)]);
        }

        if (channelsLast)
        {
            value = editor.Add("Transpose", editor.FreshName("image_channels_last"), [value], [new("perm", new[] { 0L, 2, 3, 1 })]);
        }

        editor.Redirect(backboneInput, value);
    }

    private static string Channelwise(GraphEditor editor, string name, float[] values) =>
        editor.Add(editor.FreshName(name), Tensor.From<float>(new Shape(1, 3, 1, 1), values));

    // Before operator set 7 an operand is broadcast only where an attribute says so.
    private static KeyValuePair<string, object>[] OldBroadcast(GraphEditor editor) => editor.OperatorSets[""] < 7 ? [new("broadcast", 1L)] : [];

    // Whatever of the backbone has a name that the classifier gives to something of its own gets another one.
    private static void Rename(GraphEditor editor, string from, string to)
    {
        editor.Redirect(from, to);
        for (int index = 0; index < editor.Inputs.Count; index++)
        {
            if (editor.Inputs[index].Name == from)
            {
                editor.Inputs[index] = editor.Inputs[index] with { Name = to };
            }
        }

        for (int index = 0; index < editor.Nodes.Count; index++)
        {
            GraphNode node = editor.Nodes[index];
            if (node.Outputs.Contains(from))
            {
                editor.Nodes[index] = node.With(node.Inputs, [.. node.Outputs.Select(output => output == from ? to : output)]);
            }
        }

        if (editor.Constants.Remove(from, out Tensor? constant))
        {
            editor.Constants[to] = constant;
        }
    }
}
