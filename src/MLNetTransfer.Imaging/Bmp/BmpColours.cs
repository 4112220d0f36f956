using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Bmp;

/// <summary>Turns rows of 16, 24 or 32 bits a pixel into opaque RGB; pixels with alpha are laid on the background.</summary>
internal sealed class BmpColours
{
    private const int Channels = Image.Channels;

    private readonly int _pixelLength;
    private readonly BmpChannel _red;
    private readonly BmpChannel _green;
    private readonly BmpChannel _blue;
    private readonly BmpChannel _alpha;
    private readonly (byte Red, byte Green, byte Blue) _background;
    private readonly bool _plain;

    public BmpColours(BmpHeader header, ImageDecoderOptions options)
    {
        _pixelLength = header.BitCount / 8;
        _background = options.Background;
        _plain = header.Compression == BmpCompression.None && header.BitCount != 16;
        (uint red, uint green, uint blue, uint alpha) = header.Compression == BmpCompression.BitFields ? header.Masks : (0x7C00u, 0x03E0u, 0x001Fu, 0u);
        _red = new BmpChannel(red);
        _green = new BmpChannel(green);
        _blue = new BmpChannel(blue);
        _alpha = new BmpChannel(alpha);
    }

    /// <summary>Whether alpha counts. Set to false for a file whose alpha is 0 everywhere: its writer left those bits unused.</summary>
    public bool UsesAlpha { get; set; } = true;

    public bool HasAlpha => _alpha.Exists;

    /// <summary>Whether any pixel of a row has an alpha other than 0.</summary>
    public bool IsVisible(ReadOnlySpan<byte> row, int width)
    {
        for (int x = 0; x < width; x++)
        {
            if (_alpha.Read(Load(row, x)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Convert(ReadOnlySpan<byte> row, Span<byte> target)
    {
        if (_plain)
        {
            for (int from = 0, to = 0; to < target.Length; from += _pixelLength, to += Channels)
            {
                ReadOnlySpan<byte> pixel = row.Slice(from, Channels);
                Span<byte> result = target.Slice(to, Channels);
                result[0] = pixel[2];
                result[1] = pixel[1];
                result[2] = pixel[0];
            }

            return;
        }

        bool usesAlpha = UsesAlpha && HasAlpha;
        for (int x = 0; x * Channels < target.Length; x++)
        {
            uint pixel = Load(row, x);
            Span<byte> result = target.Slice(x * Channels, Channels);
            int alpha = usesAlpha ? _alpha.Read(pixel) : 255;
            result[0] = Blending.Blend(_red.Read(pixel), alpha, _background.Red);
            result[1] = Blending.Blend(_green.Read(pixel), alpha, _background.Green);
            result[2] = Blending.Blend(_blue.Read(pixel), alpha, _background.Blue);
        }
    }

    private uint Load(ReadOnlySpan<byte> row, int x) => _pixelLength == 2
        ? BinaryPrimitives.ReadUInt16LittleEndian(row[(x * 2)..])
        : BinaryPrimitives.ReadUInt32LittleEndian(row[(x * 4)..]);
}
