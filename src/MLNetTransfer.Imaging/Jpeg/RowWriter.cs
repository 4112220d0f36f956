namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Takes the bands of samples as they are decoded and writes the rows of the picture.</summary>
internal sealed class RowWriter
{
    private readonly ComponentUpsampler[] _upsamplers;
    private readonly ColorModel _model;
    private readonly Image _image;
    private readonly int _bandRows;
    private readonly int _lag;
    private int _written;

    /// <summary>Makes the bands and the picture.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="model">What its components mean.</param>
    /// <param name="scale">Pixels that a block of the most finely sampled component gives in a row: 8, 4, 2 or 1.</param>
    internal RowWriter(JpegFrame frame, ColorModel model, int scale)
    {
        _model = model;
        _image = new Image(JpegScale.Side(frame.Width, scale), JpegScale.Side(frame.Height, scale));
        Components = Array.ConvertAll(frame.Components, component => new ComponentRows(frame, component, JpegScale.BlockSize(frame, component, scale)));
        _upsamplers = new ComponentUpsampler[Components.Length];
        for (int i = 0; i < _upsamplers.Length; i++)
        {
            _upsamplers[i] = new ComponentUpsampler(frame, frame.Components[i], Components[i], scale, _image.Width);
        }

        _bandRows = frame.MaximumVertical * scale;
        _lag = Array.Exists(_upsamplers, upsampler => upsampler.NeedsNeighbours) ? frame.MaximumVertical : 0;
    }

    /// <summary>Where the samples of each component of the frame go.</summary>
    internal ComponentRows[] Components { get; }

    internal Image Image => _image;

    /// <summary>Says that a row of minimum coded units is there.</summary>
    internal void FinishBand(int band)
    {
        long end = (long)(band + 1) * _bandRows;
        int ready = (int)Math.Min(_image.Height, end >= _image.Height ? end : end - _lag);
        for (; _written < ready; _written++)
        {
            WriteRow(_written);
        }
    }

    private void WriteRow(int y)
    {
        Span<byte> rgb = _image.Row(y);
        ReadOnlySpan<byte> first = _upsamplers[0].Row(y);
        if (_model == ColorModel.Grey)
        {
            ColorConverterVector.FromRgb(first, first, first, rgb);
            return;
        }

        ReadOnlySpan<byte> second = _upsamplers[1].Row(y);
        ReadOnlySpan<byte> third = _upsamplers[2].Row(y);
        switch (_model)
        {
            case ColorModel.YCbCr:
            case ColorModel.Ycck:
                ColorConverterVector.FromYCbCr(first, second, third, rgb);
                break;
            case ColorModel.Cmyk:
                ColorConverterVector.FromRgb(first, second, third, rgb);
                ColorConverter.Invert(rgb);
                break;
            default:
                ColorConverterVector.FromRgb(first, second, third, rgb);
                break;
        }

        if (_model is ColorModel.Cmyk or ColorModel.Ycck)
        {
            ColorConverter.ApplyBlack(rgb, _upsamplers[3].Row(y));
        }
    }
}
