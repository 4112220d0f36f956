using System.Buffers.Binary;
using System.Numerics;
using MLNetTransfer.Files;

namespace MLNetTransfer.Reporting.TensorBoard;

/// <summary>The framing of a TFRecord file: length, checksum of the length, bytes, checksum of the bytes; all numbers little-endian.</summary>
internal static class RecordFile
{
    private const int HeadLength = sizeof(ulong) + sizeof(uint);
    private const int LongestRecord = 1 << 30;
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>Appends a record in one write, so that a reader meets whole records.</summary>
    public static void Append(Stream stream, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[HeadLength + content.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), Checksum(record.AsSpan(0, sizeof(ulong))));
        content.CopyTo(record.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadLength + content.Length), Checksum(content));
        stream.Write(record);
    }

    /// <summary>The records of a file. It ends at the first that is cut or damaged, as a kill leaves it and as TensorBoard reads it.</summary>
    public static IEnumerable<byte[]> Read(Stream stream)
    {
        byte[] head = new byte[HeadLength];
        while (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) == HeadLength)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (length > LongestRecord || BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(sizeof(ulong))) != Checksum(head.AsSpan(0, sizeof(ulong))))
            {
                yield break;
            }

            byte[] content = new byte[(int)length];
            byte[] checksum = new byte[sizeof(uint)];
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length
                || stream.ReadAtLeast(checksum, checksum.Length, throwOnEndOfStream: false) < checksum.Length
                || BinaryPrimitives.ReadUInt32LittleEndian(checksum) != Checksum(content))
            {
                yield break;
            }

            yield return content;
        }
    }

    // Masked: a checksum of data that holds checksums of itself would otherwise be weak.
    private static uint Checksum(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C.Compute(data), 15) + MaskDelta;
}
