using System.Numerics;

namespace MLNetTransfer.Imaging.Bmp;

/// <summary>One channel of a pixel, cut out by its mask and spread over 0 to 255, rounded to nearest.</summary>
internal sealed class BmpChannel
{
    private readonly uint _mask;
    private readonly int _shift;
    private readonly uint _largest;
    private readonly byte[] _table;

    public BmpChannel(uint mask)
    {
        _mask = mask;
        _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        _largest = mask >> _shift;
        if (!BitOperations.IsPow2((ulong)_largest + 1))
        {
            throw new ImageFormatException(ImageFormatError.Invalid, $"The BMP file has the colour mask {mask:X8}, whose bits are not side by side.");
        }

        _table = new byte[_largest <= byte.MaxValue ? _largest + 1 : 0];
        for (uint value = 0; value < _table.Length; value++)
        {
            _table[value] = Scale(value);
        }
    }

    /// <summary>Whether the pixels have this channel.</summary>
    public bool Exists => _mask != 0;

    public byte Read(uint pixel)
    {
        uint value = (pixel & _mask) >> _shift;
        return value < _table.Length ? _table[value] : Scale(value);
    }

    private byte Scale(uint value) => _largest == 0 ? (byte)0 : (byte)((((ulong)value * 255) + (_largest / 2)) / _largest);
}
