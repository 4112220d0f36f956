using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Datasets;

/// <summary>
/// How a picture becomes the input of a network: the shorter side is resized to <see cref="ResizeSize"/>, the centre square of
/// <see cref="CropSize"/> is cut out, and every channel becomes (pixel - mean) / deviation.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>Length of the shorter side after resizing, in pixels.</summary>
    /// <value>At least <see cref="CropSize"/>; default 256.</value>
    public int ResizeSize { get; init; } = 256;

    /// <summary>Side of the square that the network sees, in pixels.</summary>
    /// <value>1 to 4096; default 224.</value>
    public int CropSize { get; init; } = 224;

    /// <summary>Where the square lies.</summary>
    /// <value>Default <see cref="CropPlacement.WholePixels"/>, as published networks were evaluated; training chooses <see cref="CropPlacement.Exact"/>.</value>
    public CropPlacement Placement { get; init; }

    /// <summary>The filter of the resize.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>What is subtracted, in pixel units 0 to 255, for red, green and blue (always in this order).</summary>
    public Channels Mean { get; init; }

    /// <summary>What is divided by, in pixel units, for red, green and blue (always in this order); none is zero.</summary>
    public Channels Deviation { get; init; } = new(1, 1, 1);

    /// <summary>The order in which the network gets the channels.</summary>
    public ChannelOrder Order { get; init; } = ChannelOrder.Rgb;

    /// <summary>Mode <c>torch</c>: scaled to 0..1, less the ImageNet mean, by the ImageNet deviation.</summary>
    public static Preprocessing Torch { get; } = new()
    {
        Mean = new(0.485f * 255, 0.456f * 255, 0.406f * 255),
        Deviation = new(0.229f * 255, 0.224f * 255, 0.225f * 255),
    };

    /// <summary>Mode <c>tf</c>: scaled to -1..1.</summary>
    public static Preprocessing TensorFlow { get; } = new() { Mean = new(127.5f, 127.5f, 127.5f), Deviation = new(127.5f, 127.5f, 127.5f) };

    /// <summary>Mode <c>caffe</c>: BGR less the ImageNet mean, not scaled.</summary>
    public static Preprocessing Caffe { get; } = new() { Mean = new(123.68f, 116.779f, 103.939f), Order = ChannelOrder.Bgr };

    /// <summary>Mode <c>unit</c>: scaled to 0..1.</summary>
    public static Preprocessing Unit { get; } = new() { Deviation = new(255, 255, 255) };

    /// <summary>Mode <c>raw</c>: 0..255 as they are, for networks that normalise themselves.</summary>
    public static Preprocessing Raw { get; } = new();

    /// <summary>One value for each colour.</summary>
    /// <param name="Red">For red.</param>
    /// <param name="Green">For green.</param>
    /// <param name="Blue">For blue.</param>
    public readonly record struct Channels(float Red, float Green, float Blue);
}
