using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Inference;

/// <summary>
/// Turns picture files into network input: decoded and turned upright, the shorter side resized, the centre cut out, every channel normalised.
/// Keeps its buffers; one instance a worker.
/// </summary>
public sealed class PicturePreprocessor
{
    private readonly Preprocessing _preprocessing;
    private readonly ImageDecoderOptions _decoderOptions;
    private readonly Resizer _resizer = new();
    private readonly byte[] _crop;
    private readonly PixelNormalizer _normalizer;

    /// <summary>Makes a preprocessor.</summary>
    public PicturePreprocessor(Preprocessing preprocessing, ImageDecoderOptions? decoderOptions = null)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _preprocessing = preprocessing;
        _decoderOptions = (decoderOptions ?? ImageDecoderOptions.Default) with { TargetSize = preprocessing.ResizeSize };
        _crop = new byte[preprocessing.CropSize * preprocessing.CropSize * Image.Channels];
        _normalizer = new PixelNormalizer(preprocessing);
    }

    /// <summary>Number of floats of one picture.</summary>
    public int InputLength => _crop.Length;

    /// <summary>The pixels of the picture that was prepared last, RGB interleaved, before they were normalised; valid until the next one.</summary>
    public ReadOnlySpan<byte> Pixels => _crop;

    /// <summary>Decodes and prepares a picture.</summary>
    /// <param name="content">The whole picture file.</param>
    /// <param name="destination">Crop x crop x 3 floats, channels contiguous.</param>
    /// <exception cref="ImageFormatException">The content is no picture that can be decoded.</exception>
    public void Prepare(ReadOnlyMemory<byte> content, Span<float> destination) =>
        Prepare(ImageDecoder.Decode(content, _decoderOptions).Image, destination);

    /// <summary>Prepares a decoded picture.</summary>
    /// <param name="image">The picture, upright.</param>
    /// <param name="destination">Crop x crop x 3 floats, channels contiguous.</param>
    public void Prepare(Image image, Span<float> destination)
    {
        _resizer.ResizeShorterSideAndCenterCrop(image, _preprocessing.ResizeSize, _preprocessing.CropSize, _preprocessing.Placement, _preprocessing.Filter, _crop);
        _normalizer.Normalize(_crop, destination);
    }
}
