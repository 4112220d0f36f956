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
    private const int Levels = 256;

    private readonly Preprocessing _preprocessing;
    private readonly ImageDecoderOptions _decoderOptions;
    private readonly Resizer _resizer = new();
    private readonly byte[] _crop;
    private readonly float[] _table = new float[Image.Channels * Levels];

    /// <summary>Makes a preprocessor.</summary>
    public PicturePreprocessor(Preprocessing preprocessing, ImageDecoderOptions? decoderOptions = null)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _preprocessing = preprocessing;
        _decoderOptions = (decoderOptions ?? ImageDecoderOptions.Default) with { TargetSize = preprocessing.ResizeSize };
        _crop = new byte[preprocessing.CropSize * preprocessing.CropSize * Image.Channels];
        Preprocessing.Channels mean = preprocessing.Mean;
        Preprocessing.Channels deviation = preprocessing.Deviation;
        for (int level = 0; level < Levels; level++)
        {
            _table[level] = (level - mean.Red) / deviation.Red;
            _table[Levels + level] = (level - mean.Green) / deviation.Green;
            _table[(2 * Levels) + level] = (level - mean.Blue) / deviation.Blue;
        }
    }

    /// <summary>Number of floats of one picture.</summary>
    public int InputLength => _crop.Length;

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
        _resizer.ResizeShorterSideAndCenterCrop(image, _preprocessing.ResizeSize, _preprocessing.CropSize, _preprocessing.Filter, _crop);
        bool reversed = _preprocessing.Order == ChannelOrder.Bgr;
        int first = reversed ? 2 : 0;
        int last = reversed ? 0 : 2;
        ReadOnlySpan<float> red = _table.AsSpan(0, Levels);
        ReadOnlySpan<float> green = _table.AsSpan(Levels, Levels);
        ReadOnlySpan<float> blue = _table.AsSpan(2 * Levels, Levels);
        ReadOnlySpan<byte> pixels = _crop;
        destination = destination[..pixels.Length];
        for (int index = 0; index + 2 < pixels.Length && index + 2 < destination.Length; index += Image.Channels)
        {
            destination[index + first] = red[pixels[index]];
            destination[index + 1] = green[pixels[index + 1]];
            destination[index + last] = blue[pixels[index + 2]];
        }
    }
}
