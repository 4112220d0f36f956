namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Gives the rows of a component at the size of the picture. As libjpeg: the triangle filter where exactly one or both directions are doubled, repetition
/// for all other ratios
/// (also for those that are not whole, which libjpeg refuses), for components at most 2 samples wide that are doubled in width, and at 1/8 scale.
/// </summary>
internal sealed class ComponentUpsampler
{
    private readonly ComponentRows _rows;
    private readonly Method _method;
    private readonly int _horizontalFrom;
    private readonly int _horizontalTo;
    private readonly int _verticalFrom;
    private readonly int _verticalTo;
    private readonly int _width;
    private readonly ushort[] _sums;
    private readonly byte[] _output;

    /// <summary>Chooses the method.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="component">The component.</param>
    /// <param name="rows">Its samples.</param>
    /// <param name="scale">Samples that a block of the most finely sampled component gives in a row.</param>
    /// <param name="width">Pixels in a row of the picture.</param>
    internal ComponentUpsampler(JpegFrame frame, JpegComponent component, ComponentRows rows, int scale, int width)
    {
        _rows = rows;
        _width = width;
        _horizontalFrom = component.Horizontal * rows.BlockSize;
        _horizontalTo = frame.MaximumHorizontal * scale;
        _verticalFrom = component.Vertical * rows.BlockSize;
        _verticalTo = frame.MaximumVertical * scale;
        _method = Choose(scale);
        bool usesSums = _method is Method.DoubleWidth or Method.DoubleBoth;
        _sums = usesSums ? new ushort[rows.Width + 2] : [];
        _output = _method == Method.None ? [] : new byte[usesSums ? 2 * rows.Width : Math.Max(width, rows.Width)];
    }

    private enum Method
    {
        None,
        DoubleWidth,
        DoubleHeight,
        DoubleBoth,
        Repeat,
    }

    /// <summary>Whether rows need the component's rows above and below.</summary>
    internal bool NeedsNeighbours => _method is Method.DoubleHeight or Method.DoubleBoth;

    /// <summary>The samples of one row of the picture; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Row(int y)
    {
        int row = (int)((long)y * _verticalFrom / _verticalTo);
        ReadOnlySpan<byte> near = _rows.Row(row);
        if (_method == Method.None)
        {
            return near[.._width];
        }

        near = near[.._rows.Width];
        bool isUpper = (y & 1) == 0;
        ReadOnlySpan<byte> far = NeedsNeighbours ? _rows.Row(isUpper ? row - 1 : row + 1)[.._rows.Width] : default;
        switch (_method)
        {
            case Method.DoubleWidth:
                UpsamplingVector.Pad(near, _sums);
                UpsamplingVector.DoubleWidth(_sums, isMixed: false, _output);
                break;
            case Method.DoubleBoth:
                UpsamplingVector.Mix(near, far, _sums);
                UpsamplingVector.DoubleWidth(_sums, isMixed: true, _output);
                break;
            case Method.DoubleHeight:
                Upsampling.DoubleHeight(near, far, isUpper, _output);
                break;
            default:
                Upsampling.Repeat(near, _horizontalFrom, _horizontalTo, _output.AsSpan(0, _width));
                break;
        }

        return _output.AsSpan(0, _width);
    }

    private Method Choose(int scale)
    {
        bool sameWidth = _horizontalFrom == _horizontalTo;
        bool sameHeight = _verticalFrom == _verticalTo;
        if (sameWidth && sameHeight)
        {
            return Method.None;
        }

        bool doubleWidth = _horizontalFrom * 2 == _horizontalTo && _rows.Width > 2;
        bool doubleHeight = _verticalFrom * 2 == _verticalTo;
        return scale == 1 ? Method.Repeat
            : doubleWidth && sameHeight ? Method.DoubleWidth
            : doubleWidth && doubleHeight ? Method.DoubleBoth
            : sameWidth && doubleHeight ? Method.DoubleHeight
            : Method.Repeat;
    }
}
