using System.Globalization;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// The attributes of a moving window (<c>kernel_shape</c>, <c>strides</c>, <c>pads</c>, <c>dilations</c>, <c>auto_pad</c>, <c>ceil_mode</c>) for inputs
/// of one or two spatial dimensions; one dimension is a picture of height 1.
/// </summary>
internal sealed class Window
{
    private readonly IReadOnlyList<long>? _kernel;
    private readonly IReadOnlyList<long>? _strides;
    private readonly IReadOnlyList<long>? _dilations;
    private readonly IReadOnlyList<long>? _pads;
    private readonly string _autoPad;

    public Window(OnnxNode node)
    {
        OnnxAttributes attributes = node.Attributes;
        _kernel = attributes.Integers("kernel_shape");
        _strides = attributes.Integers("strides");
        _dilations = attributes.Integers("dilations");
        _pads = attributes.Integers("pads");
        _autoPad = attributes.Text("auto_pad", "NOTSET");
        RoundUp = attributes.Integer("ceil_mode", 0) != 0;
        if (_autoPad is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
        {
            throw new OnnxException($"Attribute 'auto_pad' is '{_autoPad}', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER.");
        }
    }

    /// <summary>Whether output sizes are rounded up.</summary>
    public bool RoundUp { get; }

    /// <summary>The two innermost dimensions of a picture, or 1 and the innermost one.</summary>
    /// <exception cref="OnnxException">The input has another number of spatial dimensions.</exception>
    public static (int Height, int Width) SizeOf(Shape input) => input.Rank switch
    {
        3 => (1, input[2]),
        4 => (input[2], input[3]),
        _ => throw new OnnxException($"The input has shape {input}; only [N, C, H, W] and [N, C, W] are supported."),
    };

    /// <summary>The shape of the output for pictures of the given number of channels.</summary>
    public static Shape OutputShape(Shape input, int channels, int height, int width) =>
        input.Rank == 3 ? new Shape(input[0], channels, width) : new Shape(input[0], channels, height, width);

    /// <summary>The sizes for an input.</summary>
    /// <param name="input">[N, C, H, W] or [N, C, W].</param>
    /// <param name="kernel">Height and width of the window where the attribute is not needed, else null.</param>
    public WindowGeometry Resolve(Shape input, (int Height, int Width)? kernel = null)
    {
        (int height, int width) = SizeOf(input);
        int spatial = input.Rank - 2;
        CheckLength(_kernel, "kernel_shape", spatial);
        CheckLength(_strides, "strides", spatial);
        CheckLength(_dilations, "dilations", spatial);
        CheckLength(_pads, "pads", 2 * spatial);
        if (_kernel is null && kernel is null)
        {
            throw new OnnxException("Attribute 'kernel_shape' is missing.");
        }

        (int kernelHeight, int kernelWidth) = kernel ?? (At(_kernel, spatial, vertical: true, 1), At(_kernel, spatial, vertical: false, 1));
        if (_kernel is not null && (At(_kernel, spatial, vertical: true, 1) != kernelHeight || At(_kernel, spatial, vertical: false, 1) != kernelWidth))
        {
            throw new OnnxException($"kernel_shape {Facts.List(_kernel)} is not the {kernelHeight} x {kernelWidth} of the weights.");
        }

        int strideY = At(_strides, spatial, vertical: true, 1);
        int strideX = At(_strides, spatial, vertical: false, 1);
        int dilationY = At(_dilations, spatial, vertical: true, 1);
        int dilationX = At(_dilations, spatial, vertical: false, 1);
        (int top, int bottom) = Padding(height, kernelHeight, strideY, dilationY, spatial == 2 ? 0 : -1, spatial);
        (int left, int right) = Padding(width, kernelWidth, strideX, dilationX, spatial - 1, spatial);
        return new WindowGeometry(kernelHeight, kernelWidth, strideY, strideX, top, left, bottom, right, dilationY, dilationX);
    }

    private static void CheckLength(IReadOnlyList<long>? values, string name, int expected)
    {
        if (values is not null && values.Count != expected)
        {
            throw new OnnxException($"Attribute '{name}' is {Facts.List(values)}, expected {expected.ToString(CultureInfo.InvariantCulture)} numbers.");
        }
    }

    private static int At(IReadOnlyList<long>? values, int spatial, bool vertical, int absent)
    {
        if (values is null || (vertical && spatial == 1))
        {
            return absent;
        }

        long value = values[vertical ? 0 : spatial - 1];
        return value is >= 1 and <= int.MaxValue ? (int)value : throw new OnnxException($"{Facts.List(values)} must be at least 1 each.");
    }

    private (int Before, int After) Padding(int input, int kernel, int stride, int dilation, int axis, int spatial)
    {
        if (axis < 0 || _autoPad == "VALID")
        {
            return (0, 0);
        }

        if (_autoPad == "NOTSET")
        {
            return _pads is null ? (0, 0) : (Pad(_pads[axis]), Pad(_pads[axis + spatial]));
        }

        long output = ((long)input + stride - 1) / stride;
        long total = Math.Max(0, ((output - 1) * stride) + ((long)(kernel - 1) * dilation) + 1 - input);
        int smaller = Pad(total / 2);
        int larger = Pad(total - smaller);
        return _autoPad == "SAME_UPPER" ? (smaller, larger) : (larger, smaller);
    }

    private int Pad(long value) =>
        value is >= 0 and < int.MaxValue / 4 ? (int)value : throw new OnnxException($"pads {Facts.List(_pads ?? [])} must not be negative or huge.");
}
