using System.Numerics;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Drawing;

/// <summary>
/// Writes the files of the drawn data set: baseline JPEG, colours at half resolution, in whole numbers only. It stands apart from any encoder for general use,
/// so that the bytes of the data set, which its users may have recorded, stay what they are.
/// </summary>
internal sealed class DrawingJpeg
{
    private const int Block = 8;
    private const int Unit = 16;

    private readonly List<byte> _file = [];
    private readonly int[] _luminance;
    private readonly int[] _chrominance;
    private readonly (int Code, int Length)[] _dcCodes = Codes(DrawingJpegTables.DcLengths, DrawingJpegTables.DcSymbols);
    private readonly (int Code, int Length)[] _acCodes = Codes(DrawingJpegTables.AcLengths, DrawingJpegTables.AcSymbols);
    private readonly int[] _lastDc = new int[3];
    private uint _bits;
    private int _bitCount;

    private DrawingJpeg(int quality)
    {
        _luminance = Quantisation(DrawingJpegTables.Luminance, quality);
        _chrominance = Quantisation(DrawingJpegTables.Chrominance, quality);
    }

    /// <summary>Encodes a picture whose sides are multiples of 16.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="quality">50 to 100, on the scale of the Independent JPEG Group.</param>
    public static byte[] Encode(Image image, int quality)
    {
        if (image.Width % Unit != 0 || image.Height % Unit != 0)
        {
            throw new ArgumentException($"The sides must be multiples of {Unit}, they are {image.Width}x{image.Height}.", nameof(image));
        }

        DrawingJpeg jpeg = new(quality);
        jpeg.WriteHead(image);
        jpeg.WriteUnits(image);
        return [.. jpeg._file, 0xFF, 0xD9];
    }

    private static int[] Quantisation(ReadOnlySpan<byte> table, int quality)
    {
        int[] result = new int[table.Length];
        for (int i = 0; i < table.Length; i++)
        {
            result[i] = Math.Clamp(((table[i] * (200 - (2 * quality))) + 50) / 100, 1, 255);
        }

        return result;
    }

    private static (int Code, int Length)[] Codes(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        (int Code, int Length)[] codes = new (int, int)[256];
        int code = 0;
        int next = 0;
        for (int length = 1; length <= lengths.Length; length++, code <<= 1)
        {
            for (int i = 0; i < lengths[length - 1]; i++)
            {
                codes[symbols[next++]] = (code++, length);
            }
        }

        return codes;
    }

    private void WriteHead(Image image)
    {
        _file.AddRange([0xFF, 0xD8]);
        WriteSegment(0xE0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(0xDB, [0, .. InZigZag(_luminance), 1, .. InZigZag(_chrominance)]);
        WriteSegment(
            0xC0,
            [8, (byte)(image.Height >> 8), (byte)image.Height, (byte)(image.Width >> 8), (byte)image.Width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        WriteSegment(
            0xC4,
            [0x00, .. DrawingJpegTables.DcLengths, .. DrawingJpegTables.DcSymbols, 0x10, .. DrawingJpegTables.AcLengths, .. DrawingJpegTables.AcSymbols]);
        WriteSegment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    }

    private static byte[] InZigZag(int[] table) => [.. DrawingJpegTables.ZigZag.ToArray().Select(index => (byte)table[index])];

    private void WriteSegment(byte marker, byte[] content)
    {
        int length = content.Length + 2;
        _file.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length, .. content]);
    }

    private void WriteUnits(Image image)
    {
        int[] samples = new int[Block * Block];
        for (int top = 0; top < image.Height; top += Unit)
        {
            for (int left = 0; left < image.Width; left += Unit)
            {
                for (int part = 0; part < 4; part++)
                {
                    FillLuminance(image, left + ((part & 1) * Block), top + ((part >> 1) * Block), samples);
                    WriteBlock(samples, _luminance, 0);
                }

                for (int component = 1; component < 3; component++)
                {
                    FillChrominance(image, left, top, component, samples);
                    WriteBlock(samples, _chrominance, component);
                }
            }
        }

        PutBits(0x7F, 7);
    }

    private static void FillLuminance(Image image, int left, int top, int[] samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> pixel = image.Row(top + (i / Block)).Slice((left + (i % Block)) * Image.Channels, Image.Channels);
            samples[i] = (((19595 * pixel[0]) + (38470 * pixel[1]) + (7471 * pixel[2]) + 32768) >> 16) - 128;
        }
    }

    private static void FillChrominance(Image image, int left, int top, int component, int[] samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            int sum = 0;
            for (int part = 0; part < 4; part++)
            {
                int x = left + (2 * (i % Block)) + (part & 1);
                ReadOnlySpan<byte> pixel = image.Row(top + (2 * (i / Block)) + (part >> 1)).Slice(x * Image.Channels, Image.Channels);
                sum += component == 1
                    ? (-11059 * pixel[0]) - (21709 * pixel[1]) + (32768 * pixel[2])
                    : (32768 * pixel[0]) - (27439 * pixel[1]) - (5329 * pixel[2]);
            }

            samples[i] = Math.Min((sum + (1 << 17)) >> 18, 127);
        }
    }

    private void WriteBlock(int[] samples, int[] quantisation, int component)
    {
        int[] coefficients = Transform(samples);
        int run = 0;
        for (int place = 0; place < coefficients.Length; place++)
        {
            int index = DrawingJpegTables.ZigZag[place];
            long step = (long)quantisation[index] << 18;
            long magnitude = (Math.Abs((long)coefficients[index]) + (step / 2)) / step;
            int value = coefficients[index] < 0 ? -(int)magnitude : (int)magnitude;
            if (place == 0)
            {
                int difference = value - _lastDc[component];
                _lastDc[component] = value;
                PutValue(_dcCodes, 0, difference);
            }
            else if (value == 0)
            {
                run++;
            }
            else
            {
                for (; run >= 16; run -= 16)
                {
                    PutValue(_acCodes, 0xF0, 0);
                }

                PutValue(_acCodes, run << 4, value);
                run = 0;
            }
        }

        if (run > 0)
        {
            PutValue(_acCodes, 0, 0);
        }
    }

    /// <summary>The cosine transform of T.81, A.3.3, times 2^18.</summary>
    private static int[] Transform(int[] samples)
    {
        int[] rows = new int[samples.Length];
        int[] result = new int[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            int sum = 0;
            for (int x = 0; x < Block; x++)
            {
                sum += samples[(i / Block * Block) + x] * Cosine(x, i % Block);
            }

            rows[i] = (sum + 128) >> 8;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            for (int y = 0; y < Block; y++)
            {
                result[i] += rows[(y * Block) + (i % Block)] * Cosine(y, i / Block);
            }
        }

        return result;
    }

    /// <summary>cos((2 x + 1) u pi / 16) times 4096, for u = 0 divided by the root of 2.</summary>
    private static int Cosine(int x, int u)
    {
        ReadOnlySpan<int> quarter = [4096, 4017, 3784, 3406, 2896, 2276, 1567, 799, 0];
        int angle = u == 0 ? 4 : ((2 * x) + 1) * u % 32;
        angle = angle > 16 ? 32 - angle : angle;
        return angle > 8 ? -quarter[16 - angle] : quarter[angle];
    }

    /// <summary>The code for a run of zeros and the size of a value, then the value in as many bits.</summary>
    private void PutValue((int Code, int Length)[] codes, int run, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        (int code, int length) = codes[run + size];
        PutBits(code, length);
        PutBits((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    private void PutBits(int value, int count)
    {
        _bits = (_bits << count) | (uint)value;
        _bitCount += count;
        while (_bitCount >= 8)
        {
            _bitCount -= 8;
            byte full = (byte)(_bits >> _bitCount);
            _file.Add(full);
            if (full == 0xFF)
            {
                _file.Add(0);
            }
        }
    }
}
