using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Randomness;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training.FineTuning;

/// <summary>
/// Networks of a few layers that have everything that matters for gradients: shortcuts, depthwise convolution, strides, pooling, shared values. Biases keep every unit well on
/// one side of the kinks of its activation, so that difference quotients are those of a smooth function.
/// </summary>
internal static class SmallNetworks
{
    public const int Side = 12;
    public const int Features = 10;
    public const int Classes = 4;

    /// <summary>Stem, residual block, inverted residual with ReLU6, strided depthwise, pooling; BatchNormalization behind every convolution.</summary>
    public static Graph Normalized(ulong seed = 1)
    {
        Writer writer = new(seed);
        string x = writer.Relu(writer.Norm(writer.Conv("image", 3, 6, 3, stride: 2), 6));
        string y = writer.Relu(writer.Norm(writer.Conv(x, 6, 6, 3), 6));
        y = writer.Norm(writer.Conv(y, 6, 6, 3), 6);
        x = writer.Relu(writer.Add(y, x));
        y = writer.Clip(writer.Norm(writer.Conv(x, 6, 12, 1), 12));
        y = writer.Clip(writer.Norm(writer.Conv(y, 12, 12, 3, groups: 12), 12));
        x = writer.Add(x, writer.Norm(writer.Conv(y, 12, 6, 1), 6));
        x = writer.MaxPool(x);
        x = writer.Norm(writer.Conv(x, 6, Features, 3, groups: 2), Features);
        return writer.Finish(x);
    }

    /// <summary>Convolutions with biases and no normalisation.</summary>
    public static Graph Folded(ulong seed = 1)
    {
        Writer writer = new(seed);
        string x = writer.Relu(writer.Conv("image", 3, 6, 3, stride: 2, hasBias: true));
        string y = writer.Relu(writer.Conv(x, 6, 6, 3, hasBias: true));
        x = writer.Relu(writer.Add(x, writer.Conv(y, 6, 6, 3, hasBias: true)));
        x = writer.Relu(writer.Conv(x, 6, Features, 1, hasBias: true));
        return writer.Finish(x);
    }

    public static TrainedHead Head(ulong seed = 2, int features = Features)
    {
        DeterministicRandom random = new(seed);
        return new TrainedHead([new DenseLayer(features, Classes, Draw(random, features * Classes, 0.5f), Draw(random, Classes, 0.1f))]);
    }

    public static float[] Draw(DeterministicRandom random, int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian() * scale)];

    private sealed class Writer(ulong seed)
    {
        private readonly GraphEditor _editor = new(new Dictionary<string, int> { [""] = 13 });
        private readonly DeterministicRandom _random = new(seed);
        private int _count;

        public string Conv(string input, int from, int to, int kernel, int stride = 1, int groups = 1, bool hasBias = false)
        {
            string name = Name("conv");
            int fan = from / groups * kernel * kernel;
            string weights = _editor.Add(name + "_w", Tensor.From<float>(new Shape(to, from / groups, kernel, kernel), Draw(_random, to * fan, (hasBias ? 0.1f : 1) * MathF.Sqrt(2f / fan))));
            string[] inputs = hasBias ? [input, weights, _editor.Add(name + "_b", Tensor.From<float>(new Shape(to), OffTheKinks(to)))] : [input, weights];
            long pad = kernel / 2;
            return _editor.Add("Conv", name, inputs, [new("pads", new[] { pad, pad, pad, pad }), new("strides", new long[] { stride, stride }), new("group", (long)groups)]);
        }

        public string Norm(string input, int channels)
        {
            string name = Name("norm");
            string[] constants =
            [
                _editor.Add(name + "_scale", Tensor.From<float>(new Shape(channels), Array.ConvertAll(Draw(_random, channels, 0.02f), value => 0.1f + value))),
                _editor.Add(name + "_shift", Tensor.From<float>(new Shape(channels), OffTheKinks(channels))),
                _editor.Add(name + "_mean", Tensor.From<float>(new Shape(channels), Draw(_random, channels, 0.2f))),
                _editor.Add(name + "_var", Tensor.From<float>(new Shape(channels), Array.ConvertAll(Draw(_random, channels, 0.2f), value => 1 + Math.Abs(value)))),
            ];
            return _editor.Add("BatchNormalization", name, [input, .. constants]);
        }

        public string Relu(string input) => _editor.Add("Relu", Name("relu"), [input]);

        public string Clip(string input)
        {
            string name = Name("clip");
            string low = _editor.Add(name + "_min", Tensor.From<float>(new Shape(), new float[] { 0 }));
            string high = _editor.Add(name + "_max", Tensor.From<float>(new Shape(), new float[] { 6 }));
            return _editor.Add("Clip", name, [input, low, high]);
        }

        public string Add(string left, string right) => _editor.Add("Add", Name("add"), [left, right]);

        public string MaxPool(string input) => _editor.Add("MaxPool", Name("pool"), [input], [new("kernel_shape", new long[] { 2, 2 }), new("strides", new long[] { 2, 2 })]);

        public Graph Finish(string value)
        {
            value = _editor.Add("Flatten", "features", [_editor.Add("GlobalAveragePool", Name("average"), [value])]);
            _editor.Inputs.Add(new GraphInput("image", ElementType.Float32, [new(null, "N"), new OnnxDimension(3, null), new(null, "H"), new(null, "W")]));
            _editor.Outputs.Add(value);
            return _editor.ToGraph();
        }

        // One channel in four is always off.
        private float[] OffTheKinks(int channels) =>
            [.. Draw(_random, channels, 0.2f).Select((value, channel) => channel % 4 == 3 ? value - 8 : value + 3)];

        private string Name(string type) => $"{type}{++_count}";
    }
}
