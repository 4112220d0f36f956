using System.Buffers.Binary;
using System.Numerics;

namespace MLNetTransfer.Files;

/// <summary>CRC-32C (Castagnoli, RFC 3720, appendix B.4).</summary>
internal static class Crc32C
{
    /// <summary>The checksum of the standard: all bits of the register are set before the data and inverted after it.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => ~Continue(uint.MaxValue, data);

    /// <summary>The register after further data.</summary>
    /// <param name="register">Before the data.</param>
    /// <param name="data">Of any length.</param>
    public static uint Continue(uint register, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }
}
