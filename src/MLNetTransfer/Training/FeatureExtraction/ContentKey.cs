using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>The SHA-256 of the bytes of a file, by which equal content is known whatever its name.</summary>
/// <param name="First">Bytes 0 to 15, little-endian.</param>
/// <param name="Second">Bytes 16 to 31, little-endian.</param>
public readonly record struct ContentKey(UInt128 First, UInt128 Second)
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The key of some content.</summary>
    public static ContentKey Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(content, hash);
        return Read(hash);
    }

    internal static ContentKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128LittleEndian(bytes), BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, First);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[16..], Second);
    }
}
