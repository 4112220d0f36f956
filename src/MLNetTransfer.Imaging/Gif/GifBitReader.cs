namespace MLNetTransfer.Imaging.Gif;

/// <summary>Reads codes of any number of bits, lowest bit first, out of the chain of sub-blocks that holds a frame.</summary>
internal ref struct GifBitReader
{
    private readonly ReadOnlySpan<byte> _content;
    private int _at;
    private int _blockEnd;
    private uint _bits;
    private int _bitCount;
    private bool _ended;

    /// <summary>Starts before the length byte of the first sub-block.</summary>
    public GifBitReader(ReadOnlySpan<byte> content, int at)
    {
        _content = content;
        _at = at;
        _blockEnd = at;
    }

    /// <summary>The next code, or -1 where the data end.</summary>
    public int Read(int bits)
    {
        while (_bitCount < bits)
        {
            if (_at == _blockEnd && !TryEnterBlock())
            {
                return -1;
            }

            _bits |= (uint)_content[_at] << _bitCount;
            _bitCount += 8;
            _at++;
        }

        int code = (int)(_bits & ((1u << bits) - 1));
        _bits >>= bits;
        _bitCount -= bits;
        return code;
    }

    private bool TryEnterBlock()
    {
        // A sub-block of length 0 ends the chain.
        if (_ended || _at >= _content.Length || _content[_at] == 0)
        {
            _ended = true;
            return false;
        }

        int length = _content[_at];
        _at++;
        _blockEnd = Math.Min(_at + length, _content.Length);
        return _at < _blockEnd;
    }
}
