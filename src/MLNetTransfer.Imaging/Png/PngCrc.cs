using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Png;

/// <summary>CRC-32 of ISO 3309 (polynomial 0xEDB88320, reflected), eight bytes a step by eight tables.</summary>
internal static class PngCrc
{
    private const int TableSize = 256;
    private const int Tables = 8;
    private static readonly uint[] Table = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Table;
        uint crc = uint.MaxValue;
        for (; data.Length >= Tables; data = data[Tables..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            crc = table[(7 * TableSize) + (byte)word]
                ^ table[(6 * TableSize) + (byte)(word >> 8)]
                ^ table[(5 * TableSize) + (byte)(word >> 16)]
                ^ table[(4 * TableSize) + (byte)(word >> 24)]
                ^ table[(3 * TableSize) + (byte)(word >> 32)]
                ^ table[(2 * TableSize) + (byte)(word >> 40)]
                ^ table[TableSize + (byte)(word >> 48)]
                ^ table[(byte)(word >> 56)];
        }

        foreach (byte value in data)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        uint[] table = new uint[Tables * TableSize];
        for (int value = 0; value < TableSize; value++)
        {
            uint crc = (uint)value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            table[value] = crc;
        }

        for (int index = TableSize; index < table.Length; index++)
        {
            uint crc = table[index - TableSize];
            table[index] = table[(byte)crc] ^ (crc >> 8);
        }

        return table;
    }
}
