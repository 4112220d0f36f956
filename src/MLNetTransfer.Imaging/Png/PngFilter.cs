using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// Undoes the row filters (ISO/IEC 15948, clause 9). Pixels of 3 to 8 bytes are handled as one vector each, since every pixel needs the one to its left;
/// buffers carry <see cref="Padding"/> bytes behind the row so that whole vectors may be read and written.
/// </summary>
internal static class PngFilter
{
    /// <summary>Bytes that every buffer has behind its row.</summary>
    public const int Padding = 8;

    /// <summary>Number of filters; larger filter bytes are invalid.</summary>
    public const int Count = 5;

    private const int SmallestVectorPixel = 3;

    /// <summary>Undoes the filter of one row.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 average of both, 4 Paeth.</param>
    /// <param name="filtered">The row as it was stored, with padding.</param>
    /// <param name="previous">The row above, undone, with padding; zeros above the first row.</param>
    /// <param name="row">The result, with padding; a buffer of its own.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    public static void Undo(int filter, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int distance)
    {
        int length = row.Length - Padding;
        bool vectors = distance >= SmallestVectorPixel;
        switch (filter)
        {
            case 0:
                filtered[..length].CopyTo(row);
                break;
            case 1 when vectors:
                UndoLeftVector(filtered, row, distance, length);
                break;
            case 1:
                UndoLeft(filtered, row, distance, length);
                break;
            case 2:
                UndoAbove(filtered, previous, row, length);
                break;
            case 3 when vectors:
                UndoAverageVector(filtered, previous, row, distance, length);
                break;
            case 3:
                UndoAverage(filtered, previous, row, distance, length);
                break;
            case 4 when vectors:
                UndoPaethVector(filtered, previous, row, distance, length);
                break;
            default:
                UndoPaeth(filtered, previous, row, distance, length);
                break;
        }
    }

    /// <summary>The neighbour nearest to left + above - aboveLeft; ties go to left, then above.</summary>
    public static int Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft);
        int toAbove = Math.Abs(left - aboveLeft);
        int toAboveLeft = Math.Abs(left + above - aboveLeft - aboveLeft);
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }

    private static void UndoLeft(ReadOnlySpan<byte> filtered, Span<byte> row, int distance, int length)
    {
        for (int i = 0; i < length; i++)
        {
            row[i] = (byte)(filtered[i] + (i < distance ? 0 : row[i - distance]));
        }
    }

    private static void UndoAbove(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int length)
    {
        int i = 0;
        for (; i <= length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(filtered[i..]) + new Vector<byte>(previous[i..])).CopyTo(row[i..]);
        }

        for (; i < length; i++)
        {
            row[i] = (byte)(filtered[i] + previous[i]);
        }
    }

    private static void UndoAverage(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int distance, int length)
    {
        for (int i = 0; i < length; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            row[i] = (byte)(filtered[i] + ((left + previous[i]) >> 1));
        }
    }

    private static void UndoPaeth(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int distance, int length)
    {
        int left = 0;
        int aboveLeft = 0;
        for (int i = 0; i < length; i++)
        {
            if (i >= distance)
            {
                left = row[i - distance];
                aboveLeft = previous[i - distance];
            }

            row[i] = (byte)(filtered[i] + Paeth(left, previous[i], aboveLeft));
        }
    }

    private static void UndoLeftVector(ReadOnlySpan<byte> filtered, Span<byte> row, int distance, int length)
    {
        Vector128<byte> left = default;
        for (int i = 0; i < length; i += distance)
        {
            left += LoadBytes(filtered[i..]);
            BinaryPrimitives.WriteUInt64LittleEndian(row[i..], left.AsUInt64().ToScalar());
        }
    }

    private static void UndoAverageVector(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int distance, int length)
    {
        Vector128<byte> left = default;
        Vector128<byte> one = Vector128.Create((byte)1);
        for (int i = 0; i < length; i += distance)
        {
            // Halves without a carry: (a & b) + ((a ^ b) >> 1), the shift kept within each byte.
            Vector128<byte> above = LoadBytes(previous[i..]);
            Vector128<byte> half = (left & above) + Vector128.ShiftRightLogical((left ^ above) & ~one, 1);
            left = LoadBytes(filtered[i..]) + half;
            BinaryPrimitives.WriteUInt64LittleEndian(row[i..], left.AsUInt64().ToScalar());
        }
    }

    private static void UndoPaethVector(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> previous, Span<byte> row, int distance, int length)
    {
        Vector128<short> left = default;
        Vector128<short> aboveLeft = default;
        Vector128<short> lowByte = Vector128.Create((short)0xFF);
        for (int i = 0; i < length; i += distance)
        {
            Vector128<short> above = Load(previous[i..]);
            Vector128<short> towardsLeft = above - aboveLeft;
            Vector128<short> towardsAbove = left - aboveLeft;
            Vector128<short> toLeft = Vector128.Abs(towardsLeft);
            Vector128<short> toAbove = Vector128.Abs(towardsAbove);
            Vector128<short> toAboveLeft = Vector128.Abs(towardsLeft + towardsAbove);
            Vector128<short> nearest = Vector128.Min(Vector128.Min(toLeft, toAbove), toAboveLeft);
            Vector128<short> choice = Vector128.ConditionalSelect(
                Vector128.Equals(nearest, toLeft),
                left,
                Vector128.ConditionalSelect(Vector128.Equals(nearest, toAbove), above, aboveLeft));
            left = (Load(filtered[i..]) + choice) & lowByte;
            aboveLeft = above;
            BinaryPrimitives.WriteUInt64LittleEndian(row[i..], Vector128.Narrow(left, left).AsUInt64().ToScalar());
        }
    }

    private static Vector128<byte> LoadBytes(ReadOnlySpan<byte> source) =>
        Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(source)).AsByte();

    private static Vector128<short> Load(ReadOnlySpan<byte> source) => Vector128.WidenLower(LoadBytes(source)).AsInt16();
}
