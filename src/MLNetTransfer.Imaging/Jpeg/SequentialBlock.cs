using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Decodes the blocks of sequential scans (T.81, section F.2.2).</summary>
internal static class SequentialBlock
{
    /// <summary>Decodes one block.</summary>
    /// <param name="reader">Where the bits come from.</param>
    /// <param name="dcTable">Table of the DC difference, numbers in its look-ups.</param>
    /// <param name="acTable">Table of the AC coefficients, numbers in its look-ups.</param>
    /// <param name="prediction">The DC coefficient of the component's block before; then of this one.</param>
    /// <param name="block">64 zeros, filled in natural order.</param>
    /// <returns>Whether any coefficient besides the DC was given.</returns>
    internal static bool Decode(ref BitReader reader, HuffmanTable dcTable, HuffmanTable acTable, ref int prediction, scoped Span<short> block)
    {
        prediction += DecodeDc(ref reader, dcTable);
        block[0] = (short)prediction;

        // The state of the reader lives in locals here, so that it stays in registers.
        ReadOnlySpan<byte> data = reader.Data;
        ReadOnlySpan<byte> order = ZigZag.NaturalOrder;
        ReadOnlySpan<int> lookup = acTable.Lookup;
        ulong window = reader.Window;
        int count = reader.Count;
        int position = reader.Position;
        int k = 1;
        while (k < 64)
        {
            if (count < 32)
            {
                ulong next;
                if (position <= data.Length - sizeof(ulong) && !BitReader.HasMarkerByte(next = BinaryPrimitives.ReadUInt64BigEndian(data[position..])))
                {
                    window |= next >> count;
                    position += (63 - count) >> 3;
                    count |= 56;
                }
                else
                {
                    reader.Window = window;
                    reader.Count = count;
                    reader.Position = position;
                    reader.FillByByte();
                    window = reader.Window;
                    count = reader.Count;
                    position = reader.Position;
                }
            }

            int entry = lookup[(int)(window >> (64 - HuffmanTable.LookupBits))];
            int value = entry >> 16;
            int length = entry & 0xFF;
            if (value != 0)
            {
                window <<= length;
                count -= length;
                k += (entry >> 8) & 0xFF;
                block[order[k++]] = (short)value;
                continue;
            }

            int symbol = (entry >> 8) & 0xFF;
            if (length == 0)
            {
                symbol = acTable.DecodeLong(window, out length);
            }

            window <<= length;
            count -= length;
            int size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }

                k += 16;
                continue;
            }

            int bits = (int)(window >> (64 - size));
            window <<= size;
            count -= size;
            k += symbol >> 4;
            block[order[k++]] = (short)(bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits);
        }

        reader.Window = window;
        reader.Count = count;
        reader.Position = position;
        return k > 1;
    }

    private static int DecodeDc(ref BitReader reader, HuffmanTable table)
    {
        if (reader.Count < 32)
        {
            reader.Fill();
        }

        int entry = table.Lookup[(int)(reader.Window >> (64 - HuffmanTable.LookupBits))];
        int length = entry & 0xFF;
        if (entry >> 16 != 0)
        {
            reader.Window <<= length;
            reader.Count -= length;
            return entry >> 16;
        }

        int size = (entry >> 8) & 0xFF;
        if (length == 0)
        {
            size = table.DecodeLong(reader.Window, out length);
        }

        reader.Window <<= length;
        reader.Count -= length;
        return size == 0 ? 0 : reader.ReadNumber(size);
    }
}
