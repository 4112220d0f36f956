using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// The network inside a chain. ML.NET resizes a picture, cuts its centre to one and the same size and has no filter like that of training; so it resizes to
/// <see cref="Scale"/> times the size, and the network does the rest: its first nodes cut the square and make it small by the weights of <see cref="ChainKernel"/>.
/// </summary>
internal static class ChainNetwork
{
    /// <summary>Name of the input in front of them.</summary>
    public const string InputName = "large_image";

    private const string Crop = "centre_crop";
    private const string Border = "resample_border";
    private const string Columns = "resample_columns";
    private const string Rows = "resample_rows";
    private const string Clip = "resample_clip";

    // The mean over squares of earlier files.
    private const string Average = "average_down";

    private const int Channels = 3;
    private const float White = 255;

    // Beyond it pictures of three times the side are larger than is worth it.
    private const int LargestSide = 1365;

    // From these operator sets on, values are inputs instead of attributes.
    private const int SliceByInputs = 10;
    private const int PadByInputs = 11;
    private const int ClipByInputs = 11;

    private static readonly string[] Names = [Crop, Border, Columns, Rows, Clip, Average];

    // Where nothing is known of an application's pictures: from the web, of a screen's size, and photographs.
    private static readonly int[] UsualSides = [480, 1080, 2160];

    /// <summary>How many times <see cref="Preprocessing.ResizeSize"/> ML.NET resizes to.</summary>
    public static int Scale(Preprocessing preprocessing) => preprocessing.ResizeSize <= LargestSide ? ChainKernel.Scale : 1;

    /// <summary>Puts the nodes in front of a network.</summary>
    /// <param name="model">A network with one input [N, 3, crop, crop]; of free sides as well.</param>
    /// <param name="preprocessing">The sizes.</param>
    /// <param name="pictureSides">Shorter sides of the pictures that the network will meet, in pixels, or null.</param>
    /// <returns>The same network where nothing is to be done.</returns>
    /// <exception cref="ArgumentException">The network takes pictures of another size than the crop.</exception>
    public static OnnxModel Prepend(OnnxModel model, Preprocessing preprocessing, IReadOnlyList<int>? pictureSides)
    {
        OnnxValueInfo image = model.Graph.Inputs[0];
        int crop = preprocessing.CropSize;
        if (image.Dimensions is not [OnnxDimension batch, OnnxDimension channels, OnnxDimension height, OnnxDimension width]
            || (height.Value ?? crop) != crop || (width.Value ?? crop) != crop)
        {
            throw new ArgumentException($"The network takes pictures {image}; the preprocessing cuts {crop} pixels.", nameof(model));
        }

        int scale = Scale(preprocessing);
        int side = preprocessing.ResizeSize * scale;
        if (side == crop)
        {
            return model;
        }

        Builder builder = new(model);
        int margin = scale == 1 ? 0 : ChainKernel.Margin;
        int start = Start(preprocessing, scale) - margin;
        int end = start + (crop * scale) + (2 * margin);
        if (start > 0 || end < side)
        {
            builder.Slice(Math.Max(0, start), Math.Min(side, end));
        }

        if (start < 0 || end > side)
        {
            builder.PadByEdge(Math.Max(0, -start), Math.Max(0, end - side));
        }

        if (scale > 1)
        {
            int[] sides = [.. pictureSides ?? UsualSides];
            float[] kernel = ChainKernel.Design([.. sides.Select(pixels => (double)pixels / preprocessing.ResizeSize)]);
            builder.Convolve(Columns, kernel, [Channels, 1, 1, kernel.Length], [1, scale]);
            builder.Convolve(Rows, kernel, [Channels, 1, kernel.Length, 1], [scale, 1]);
            builder.Limit();
        }

        OnnxDimension large = new(side, null);
        return builder.Build(image with { Name = InputName, Dimensions = [batch, channels, large, large] });
    }

    /// <summary>Takes them away again, those of earlier programs as well; a network without any is given back as it is.</summary>
    /// <param name="model">A network that was read from a chain.</param>
    /// <param name="preprocessing">The sizes.</param>
    public static OnnxModel Strip(OnnxModel model, Preprocessing preprocessing)
    {
        if (model.Graph.Inputs is not [{ Dimensions: [OnnxDimension batch, OnnxDimension channels, OnnxDimension large, _] } input])
        {
            return model;
        }

        string value = input.Name;
        int count = 0;
        long scale = 1;
        HashSet<string> constants = [];
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            if (!Names.Contains(node.Name) || node.Inputs.Count == 0 || node.Inputs[0] != value || node.Outputs is not [string to])
            {
                break;
            }

            constants.UnionWith(node.Inputs.Skip(1));
            scale = node.Name is Columns or Average && node.Attributes.Integers("strides") is [.., long stride and > 0] ? stride : scale;
            value = to;
            count++;
        }

        if (count == 0)
        {
            return model;
        }

        // By the input, not by the description: where the two do not fit, whoever reads the model must see it.
        OnnxDimension side = large with { Value = large.Value is int pixels ? Math.Max(0, (int)(pixels / scale) - (preprocessing.ResizeSize - preprocessing.CropSize)) : null };
        return model with
        {
            Graph = model.Graph with
            {
                Inputs = [new OnnxValueInfo(value, input.ElementType, [batch, channels, side, side])],
                Nodes = [.. model.Graph.Nodes.Skip(count)],
                Initializers = model.Graph.Initializers
                    .Where(constant => !constants.Contains(constant.Key))
                    .ToDictionary(constant => constant.Key, constant => constant.Value, StringComparer.Ordinal),
            },
        };
    }

    // Where the square lies on a picture that was resized already.
    private static int Start(Preprocessing preprocessing, int scale)
    {
        int side = preprocessing.ResizeSize;
        return (int)(scale * Resizer.FindCenterCrop(side, side, side, preprocessing.CropSize, preprocessing.Placement).Left);
    }

    private sealed class Builder(OnnxModel model)
    {
        private readonly int _operatorSet = model.OperatorSets[""];
        private readonly List<OnnxNode> _nodes = [];
        private readonly Dictionary<string, Tensor> _initializers = new(model.Graph.Initializers, StringComparer.Ordinal);

        public void Slice(long start, long end)
        {
            long[] starts = [start, start];
            long[] ends = [end, end];
            long[] axes = [2, 3];
            if (_operatorSet < SliceByInputs)
            {
                Add(Crop, "Slice", [], new OnnxAttributes([new("axes", axes), new("starts", starts), new("ends", ends)]));
                return;
            }

            Add(Crop, "Slice", [Constant(Crop, "starts", starts), Constant(Crop, "ends", ends), Constant(Crop, "axes", axes)], new OnnxAttributes());
        }

        public void PadByEdge(long before, long after)
        {
            long[] pads = [0, 0, before, before, 0, 0, after, after];
            if (_operatorSet < PadByInputs)
            {
                Add(Border, "Pad", [], new OnnxAttributes([new("mode", "edge"), new("pads", pads)]));
                return;
            }

            Add(Border, "Pad", [Constant(Border, "pads", pads)], new OnnxAttributes([new("mode", "edge")]));
        }

        public void Convolve(string name, float[] kernel, int[] shape, long[] strides)
        {
            string weights = $"{name}_weights";
            _initializers[weights] = Tensor.From<float>(new Shape(shape), Enumerable.Repeat(kernel, Channels).SelectMany(values => values).ToArray());
            long[] size = [shape[2], shape[3]];
            Add(name, "Conv", [weights], new OnnxAttributes([new("group", (long)Channels), new("kernel_shape", size), new("strides", strides)]));
        }

        public void Limit()
        {
            if (_operatorSet < ClipByInputs)
            {
                Add(Clip, "Clip", [], new OnnxAttributes([new("max", White), new("min", 0f)]));
                return;
            }

            Add(Clip, "Clip", [Scalar("min", 0), Scalar("max", White)], new OnnxAttributes());
        }

        public OnnxModel Build(OnnxValueInfo input)
        {
            string image = model.Graph.Inputs[0].Name;
            _nodes[^1] = _nodes[^1] with { Outputs = [image] };
            return model with { Graph = model.Graph with { Inputs = [input], Nodes = [.. _nodes, .. model.Graph.Nodes], Initializers = _initializers } };
        }

        private void Add(string name, string type, string[] constants, OnnxAttributes attributes)
        {
            string from = _nodes.Count == 0 ? InputName : _nodes[^1].Outputs[0];
            _nodes.Add(new OnnxNode(name, type, "", _operatorSet, [from, .. constants], [name], attributes));
        }

        private string Constant(string node, string part, long[] values)
        {
            string name = $"{node}_{part}";
            _initializers[name] = Tensor.FromValues(values);
            return name;
        }

        private string Scalar(string part, float value)
        {
            string name = $"{Clip}_{part}";
            _initializers[name] = Tensor.From<float>(new Shape(), new float[] { value });
            return name;
        }
    }
}
