using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Files;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>
/// The fingerprints of the pictures of a <see cref="FeatureCache"/>, by the number of their row. A record counts only when the digest of its picture and its checksum are right;
/// one that was cut off, or that is left from a cache that was begun anew, is as if it were not there.
/// </summary>
internal sealed class FingerprintFile(SafeFileHandle file) : IDisposable
{
    private const int HeadLength = 12;
    private const int RecordLength = HeadLength + PictureFingerprint.GreyLength + PictureFingerprint.HueLength;

    /// <summary>Keeps the fingerprint of a row.</summary>
    public void Write(int row, ContentKey key, PictureFingerprint fingerprint)
    {
        Span<byte> record = stackalloc byte[RecordLength];
        fingerprint.Grey.CopyTo(record[HeadLength..]);
        MemoryMarshal.AsBytes<sbyte>(fingerprint.Hues).CopyTo(record[(HeadLength + PictureFingerprint.GreyLength)..]);
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)key.First);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum(record[HeadLength..]));
        RandomAccess.Write(file, record, (long)row * RecordLength);
    }

    /// <summary>The fingerprint of a row, or null where it is not there.</summary>
    public PictureFingerprint? Read(int row, ContentKey key)
    {
        Span<byte> record = stackalloc byte[RecordLength];
        if (RandomAccess.Read(file, record, (long)row * RecordLength) < RecordLength
            || BinaryPrimitives.ReadUInt64LittleEndian(record) != (ulong)key.First
            || BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) != Checksum(record[HeadLength..]))
        {
            return null;
        }

        ReadOnlySpan<byte> content = record[HeadLength..];
        return new PictureFingerprint(content[..PictureFingerprint.GreyLength].ToArray(), MemoryMarshal.Cast<byte, sbyte>(content[PictureFingerprint.GreyLength..]).ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // CRC-32C without the inversions of the standard.
    private static uint Checksum(ReadOnlySpan<byte> content) => Crc32C.Continue(0, content);
}
