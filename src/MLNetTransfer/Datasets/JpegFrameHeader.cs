using System.Buffers.Binary;

namespace MLNetTransfer.Datasets;

/// <summary>What the frame header of a JPEG file says of its pixels (ITU-T T.81, B.2.2), found without decoding.</summary>
/// <param name="Marker">The second byte of its marker, C0 to CF: the kind of coding.</param>
/// <param name="Precision">Bits of a sample.</param>
/// <param name="Components">Number of colours.</param>
internal readonly record struct JpegFrameHeader(byte Marker, int Precision, int Components)
{
    private const byte StartOfScan = 0xDA;

    // From the marker to the number of colours.
    private const int Length = 10;

    /// <summary>The first frame header, or null where none comes before the first scan. Never throws for bad content.</summary>
    /// <param name="content">The file.</param>
    public static JpegFrameHeader? Find(ReadOnlySpan<byte> content)
    {
        for (int at = 2; at + Length <= content.Length && content[at] == 0xFF;)
        {
            byte marker = content[at + 1];
            switch (marker)
            {
                // A byte that fills, and markers without content: TEM, RST0 to RST7 and SOI.
                case 0xFF:
                    at++;
                    break;
                case 0x01 or (>= 0xD0 and <= 0xD8):
                    at += 2;
                    break;

                // SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC).
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    return new JpegFrameHeader(marker, content[at + 4], content[at + 9]);
                case StartOfScan:
                    return null;
                default:
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
                    break;
            }
        }

        return null;
    }
}
