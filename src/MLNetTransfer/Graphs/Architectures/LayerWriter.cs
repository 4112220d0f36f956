using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Graphs.Architectures;

/// <summary>
/// Writes the layers of a convolutional network with fresh weights into a graph. A weight is drawn evenly between two bounds, from a generator of its own
/// name, so that it depends neither on other layers nor on the platform.
/// </summary>
internal sealed class LayerWriter
{
    /// <summary>Name of the value that holds the features of a picture.</summary>
    public const string Features = "features";

    /// <summary>Name of the value that holds the scores of the classes.</summary>
    public const string Logits = "logits";

    private const string Image = "image";
    private const int OperatorSet = 13;
    private const float Epsilon = 1e-5f;

    private readonly GraphEditor _editor = new(new Dictionary<string, int>(StringComparer.Ordinal) { [""] = OperatorSet });
    private readonly ulong _seed;

    public LayerWriter(ulong seed)
    {
        _seed = seed;
        _editor.Inputs.Add(new GraphInput(Image, ElementType.Float32, [new(null, "batch"), new(3, null), new(null, "height"), new(null, "width")]));
    }

    /// <summary>The pictures.</summary>
    public Layer Input { get; } = new(Image, 3, false);

    /// <summary>A convolution with padding of half the kernel, and the normalisation behind it.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="name">Prefix of all names.</param>
    /// <param name="channels">Channels that it gives.</param>
    /// <param name="kernel">Side of the kernel in pixels.</param>
    /// <param name="stride">Step in pixels.</param>
    /// <param name="depthwise">Whether each channel is filtered alone.</param>
    /// <param name="gain">
    /// Mean square of what it gives, in that of what a layer in front of the activation had. With 1 the initialisation is the one of He et al.,
    /// "Delving Deep into Rectifiers" (2015), which keeps activations from growing and dying with depth.
    /// </param>
    /// <param name="padsEnd">Whether steps of 2 are padded below and to the right only, as TensorFlow pads pictures of even sides, instead of alike on all sides.</param>
    public Layer Convolution(Layer input, string name, int channels, int kernel, int stride, bool depthwise = false, double gain = 1, bool padsEnd = false)
    {
        int inputs = depthwise ? 1 : input.Channels;
        int group = depthwise ? channels : 1;
        long padding = kernel / 2;

        // A rectifier keeps half of the mean square.
        double variance = gain * (input.Rectified ? 2 : 1) / (inputs * kernel * kernel);
        string weight = Draw($"{name}.conv.weight", new Shape(channels, inputs, kernel, kernel), variance);
        Dictionary<string, object> attributes = new(StringComparer.Ordinal)
        {
            ["kernel_shape"] = new long[] { kernel, kernel },
            ["strides"] = new long[] { stride, stride },
            ["pads"] = padsEnd && stride > 1 ? [0, 0, kernel - stride, kernel - stride] : new[] { padding, padding, padding, padding },
            ["dilations"] = new long[] { 1, 1 },
            ["group"] = (long)group,
        };
        string convolved = _editor.Add("Conv", $"{name}.conv", [input.Value, weight], attributes);
        string[] statistics =
        [
            Fill($"{name}.norm.weight", channels, 1), Fill($"{name}.norm.bias", channels, 0),
            Fill($"{name}.norm.running_mean", channels, 0), Fill($"{name}.norm.running_var", channels, 1),
        ];
        string normalised = _editor.Add("BatchNormalization", $"{name}.norm", [convolved, .. statistics], new Dictionary<string, object> { ["epsilon"] = Epsilon });
        return new Layer(normalised, channels, false);
    }

    /// <summary>The rectifier.</summary>
    public Layer Relu(Layer input, string name) => new(_editor.Add("Relu", name, [input.Value]), input.Channels, true);

    /// <summary>The rectifier that is cut at 6.</summary>
    public Layer Relu6(Layer input, string name)
    {
        const string lowest = "relu6.minimum";
        const string highest = "relu6.maximum";
        _editor.Constants.TryAdd(lowest, Tensor.From<float>(new Shape(), new float[] { 0 }));
        _editor.Constants.TryAdd(highest, Tensor.From<float>(new Shape(), new float[] { 6 }));
        return new Layer(_editor.Add("Clip", name, [input.Value, lowest, highest]), input.Channels, true);
    }

    /// <summary>The sum of two layers of the same shape.</summary>
    public Layer Add(Layer first, Layer second, string name) => new(_editor.Add("Add", name, [first.Value, second.Value]), first.Channels, false);

    /// <summary>Maximum over 3x3 pixels with step 2.</summary>
    public Layer MaxPool(Layer input, string name)
    {
        Dictionary<string, object> attributes = new(StringComparer.Ordinal)
        {
            ["kernel_shape"] = new long[] { 3, 3 },
            ["strides"] = new long[] { 2, 2 },
            ["pads"] = new long[] { 1, 1, 1, 1 },
        };
        return input with { Value = _editor.Add("MaxPool", name, [input.Value], attributes) };
    }

    /// <summary>Ends the network: the average of each channel is a feature, and where classes are wanted a linear layer gives their scores.</summary>
    public Graph Finish(Layer last, int? classes)
    {
        string pooled = _editor.Add("GlobalAveragePool", "pool", [last.Value]);
        string output = _editor.Add("Flatten", Features, [pooled], new Dictionary<string, object> { ["axis"] = 1L });
        if (classes is int count)
        {
            string weight = Draw("classifier.weight", new Shape(count, last.Channels), 1.0 / last.Channels);
            string bias = Fill("classifier.bias", count, 0);
            output = _editor.Add("Gemm", Logits, [output, weight, bias], new Dictionary<string, object> { ["transB"] = 1L });
        }

        _editor.Outputs.Add(output);
        return _editor.ToGraph();
    }

    private string Fill(string name, int length, float value)
    {
        float[] values = new float[length];
        values.AsSpan().Fill(value);
        return _editor.Add(name, Tensor.From<float>(new Shape(length), values));
    }

    private string Draw(string name, Shape shape, double variance)
    {
        DeterministicRandom random = DeterministicRandom.For(_seed, name);
        float bound = (float)Math.Sqrt(3 * variance);
        float[] values = new float[shape.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = ((2 * random.NextSingle()) - 1) * bound;
        }

        return _editor.Add(name, Tensor.From<float>(shape, values));
    }

    /// <summary>What a layer gives.</summary>
    /// <param name="Value">Name of the value.</param>
    /// <param name="Channels">Its channels.</param>
    /// <param name="Rectified">Whether it comes out of a rectifier, which leaves nothing below 0.</param>
    internal readonly record struct Layer(string Value, int Channels, bool Rectified);
}
