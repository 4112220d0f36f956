using System.Buffers.Binary;
using System.Numerics;

namespace MLNetTransfer.Reporting.TensorBoard;

/// <summary>CRC-32C (Castagnoli, RFC 3720, appendix B.4), and the form in which a TFRecord file holds it.</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }

    /// <summary>The checksum as it is stored: a checksum of data that holds checksums of itself would otherwise be weak.</summary>
    public static uint ComputeMasked(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Compute(data), 15) + MaskDelta;
}
