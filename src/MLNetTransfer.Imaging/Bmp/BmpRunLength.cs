namespace MLNetTransfer.Imaging.Bmp;

/// <summary>
/// Decodes the run lengths RLE8 and RLE4. Pixels that the file jumps over have colour 0, as Pillow gives them; pixels beyond the end of a row are dropped.
/// </summary>
internal ref struct BmpRunLength
{
    private const int Channels = Image.Channels;
    private const int EndOfRow = 0;
    private const int EndOfPicture = 1;
    private const int Jump = 2;

    private readonly ReadOnlySpan<byte> _data;
    private readonly BmpHeader _header;
    private readonly BmpPalette _palette;
    private readonly Image _image;
    private readonly bool _halves;
    private int _at;
    private int _column;
    private int _row;

    public BmpRunLength(ReadOnlySpan<byte> data, BmpHeader header, BmpPalette palette, Image image)
    {
        _data = data;
        _header = header;
        _palette = palette;
        _image = image;
        _halves = header.Compression == BmpCompression.RunLength4;
    }

    /// <summary>Fills the picture; false where the data end before the picture does.</summary>
    public bool Decode()
    {
        for (int to = 0; to < _image.Pixels.Length; to += Channels)
        {
            _palette.Put(0, _image.Pixels.AsSpan(to));
        }

        while (_row < _image.Height && _at + 2 <= _data.Length)
        {
            int count = _data[_at];
            int value = _data[_at + 1];
            _at += 2;
            if (count > 0)
            {
                PutRun(count, value);
            }
            else if (value == EndOfRow)
            {
                _column = 0;
                _row++;
            }
            else if (value == EndOfPicture)
            {
                return true;
            }
            else if (value == Jump ? !TryJump() : !TryPutPixels(value))
            {
                return false;
            }
        }

        return _row >= _image.Height || (_row == _image.Height - 1 && _column >= _image.Width);
    }

    private void PutRun(int count, int value)
    {
        int first = _halves ? value >> 4 : value;
        int second = _halves ? value & 15 : value;
        for (int i = 0; i < count; i++)
        {
            Put(i % 2 == 0 ? first : second);
        }
    }

    private bool TryJump()
    {
        if (_at + 2 > _data.Length)
        {
            return false;
        }

        // Beyond the row nothing is drawn, so the column may stop there, which keeps many jumps from passing the range of int.
        _column = Math.Min(_column + _data[_at], _image.Width);
        _row += _data[_at + 1];
        _at += 2;
        return true;
    }

    // Pixels as they are, filled up to a whole number of 16-bit words.
    private bool TryPutPixels(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int at = _at + (_halves ? i / 2 : i);
            if (at >= _data.Length)
            {
                return false;
            }

            Put(!_halves ? _data[at] : i % 2 == 0 ? _data[at] >> 4 : _data[at] & 15);
        }

        int bytes = _halves ? (count + 1) / 2 : count;
        _at += bytes + (bytes % 2);
        return true;
    }

    private void Put(int index)
    {
        if (_column >= _image.Width || _row >= _image.Height)
        {
            return;
        }

        int y = _header.IsTopDown ? _row : _image.Height - 1 - _row;
        _palette.Put(index, _image.Row(y)[(_column * Channels)..]);
        _column++;
    }
}
