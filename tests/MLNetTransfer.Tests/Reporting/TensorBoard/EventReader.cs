using System.Buffers.Binary;
using System.Text;

namespace MLNetTransfer.Tests.Reporting.TensorBoard;

/// <summary>Reads event files byte by byte from the description of the format: the framing of TFRecord and the wire format of Protocol Buffers.</summary>
internal static class EventReader
{
    public static IReadOnlyList<ReadEvent> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal).SelectMany(path => Read(File.ReadAllBytes(path)))];

    public static IEnumerable<ReadEvent> Read(byte[] file)
    {
        for (int position = 0; position < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(position));
            Assert.Equal(Masked(file.AsSpan(position, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 8)));
            byte[] content = file[(position + 12)..(position + 12 + length)];
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 12 + length)));
            position += 12 + length + 4;
            yield return ReadEvent.Parse(content);
        }
    }

    /// <summary>CRC-32C bit by bit: the reflected polynomial 0x82F63B78.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in data)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0x82F63B78);
            }
        }

        return ~sum;
    }

    /// <summary>The fields of a message: number and content, a varint and a fixed number as 8 bytes.</summary>
    public static IReadOnlyList<(int Number, byte[] Content)> Fields(byte[] message)
    {
        List<(int, byte[])> fields = [];
        int position = 0;
        while (position < message.Length)
        {
            int key = (int)Varint();
            byte[] content;
            switch (key & 7)
            {
                case 0:
                    content = BitConverter.GetBytes(Varint());
                    break;
                case 1:
                    content = message[position..(position + 8)];
                    position += 8;
                    break;
                case 5:
                    content = [.. message[position..(position + 4)], 0, 0, 0, 0];
                    position += 4;
                    break;
                default:
                    int length = (int)Varint();
                    content = message[position..(position + length)];
                    position += length;
                    break;
            }

            fields.Add((key >> 3, content));
        }

        return fields;

        ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = message[position++];
                value |= (ulong)(next & 127) << shift;
                if (next < 128)
                {
                    return value;
                }
            }
        }
    }

    public static string Text(byte[] content) => Encoding.UTF8.GetString(content);

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint sum = Checksum(data);
        return ((sum >> 15) | (sum << 17)) + 0xA282EAD8;
    }
}
