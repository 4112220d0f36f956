using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>
/// Features on disk by the content of the picture, one pair of files for each backbone and preprocessing: <c>NAME.rows</c> holds the features,
/// row by row, and <c>NAME.keys</c> the key and checksum of each row. A row counts only with its key behind it and its checksum right, so a cut
/// or a power failure costs the last rows and nothing else. Rows are read and written from several threads at once. One process at a time adds rows: it holds
/// <c>NAME.lock</c> until <see cref="EndAdding"/>; rows are never moved, so that it may read on while the next one adds.
/// </summary>
public sealed class FeatureCache : IDisposable
{
    private const ulong Signature = 0x31_54_41_45_46_54_4E_4D; // "MNTFEAT1"
    private const int HeaderLength = 16;
    private const int RecordLength = ContentKey.Length + 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<ContentKey, int> _rows = [];
    private readonly SafeFileHandle _keyFile;
    private readonly SafeFileHandle _rowFile;
    private readonly SafeFileHandle? _writeLock;
    private bool _isClosed;
    private int _count;

    private FeatureCache(SafeFileHandle? writeLock, SafeFileHandle keyFile, SafeFileHandle rowFile, FingerprintFile fingerprints, int featureLength)
    {
        Fingerprints = fingerprints;
        _writeLock = writeLock;
        _keyFile = keyFile;
        _rowFile = rowFile;
        FeatureLength = featureLength;
    }

    /// <summary>Numbers in a row.</summary>
    public int FeatureLength { get; }

    /// <summary>What the pictures look like in little: <c>NAME.prints</c>.</summary>
    internal FingerprintFile Fingerprints { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _count;

    /// <summary>Opens the cache of a name, making it where it is not there. A damaged one is begun anew.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="name">Name of the files, without extension: a digest of everything but the picture that decides the features.</param>
    /// <param name="featureLength">Numbers in a row.</param>
    /// <exception cref="IOException">The files cannot be made, or another process is adding to them.</exception>
    public static FeatureCache Open(string folder, string name, int featureLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureLength, 1);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        SafeFileHandle writeLock = File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return Open(path, featureLength, FileOptions.None, writeLock);
        }
        catch
        {
            writeLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens an empty cache in temporary files that go when it is closed.</summary>
    public static FeatureCache OpenTemporary(int featureLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureLength, 1);
        return Open(Path.Combine(Path.GetTempPath(), $"mlnet-transfer-features-{Guid.NewGuid():N}"), featureLength, FileOptions.DeleteOnClose, null);
    }

    /// <summary>The row of a picture, if it is there and whole.</summary>
    public bool TryFind(ContentKey key, out int row)
    {
        lock (_lock)
        {
            return _rows.TryGetValue(key, out row);
        }
    }

    /// <summary>Adds a row, or gives the one that is there for the same key.</summary>
    /// <returns>Number of the row.</returns>
    /// <exception cref="InvalidOperationException"><see cref="EndAdding"/> was called.</exception>
    public int Add(ContentKey key, ReadOnlySpan<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, FeatureLength);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(features);
        Span<byte> record = stackalloc byte[RecordLength];
        key.Write(record);
        BinaryPrimitives.WriteUInt64LittleEndian(record[ContentKey.Length..], Checksum(bytes));
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException("Nothing is added to this cache any more.");
            }

            if (_rows.TryGetValue(key, out int known))
            {
                return known;
            }

            RandomAccess.Write(_rowFile, bytes, (long)_count * bytes.Length);
            RandomAccess.Write(_keyFile, record, HeaderLength + ((long)_count * RecordLength));
            _rows.Add(key, _count);
            return _count++;
        }
    }

    /// <summary>From here on rows are only read, and other processes may add some.</summary>
    public void EndAdding()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        _writeLock?.Dispose();
    }

    /// <summary>Reads a row.</summary>
    public void Read(int row, Span<float> destination)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination[..FeatureLength]);
        for (int filled = 0; filled < bytes.Length;)
        {
            int read = RandomAccess.Read(_rowFile, bytes[filled..], ((long)row * bytes.Length) + filled);
            if (read == 0)
            {
                throw new IOException($"The feature cache ends within row {row}; delete it and start again.");
            }

            filled += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keyFile.Dispose();
        _rowFile.Dispose();
        Fingerprints.Dispose();
        _writeLock?.Dispose();
    }

    private static FeatureCache Open(string path, int featureLength, FileOptions options, SafeFileHandle? writeLock)
    {
        SafeFileHandle keyFile = File.OpenHandle(path + ".keys", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, options);
        SafeFileHandle? rowFile = null;
        FingerprintFile? fingerprints = null;
        try
        {
            rowFile = File.OpenHandle(path + ".rows", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, options);
            fingerprints = new(File.OpenHandle(path + ".prints", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, options));
            FeatureCache cache = new(writeLock, keyFile, rowFile, fingerprints, featureLength);
            if (!cache.Load())
            {
                cache.Clear();
            }

            return cache;
        }
        catch
        {
            keyFile.Dispose();
            rowFile?.Dispose();
            fingerprints?.Dispose();
            throw;
        }
    }

    private bool Load()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(_keyFile, header, 0) < HeaderLength
            || BinaryPrimitives.ReadUInt64LittleEndian(header) != Signature
            || BinaryPrimitives.ReadInt32LittleEndian(header[8..]) != FeatureLength)
        {
            return false;
        }

        int rowLength = FeatureLength * sizeof(float);
        long keyCount = (RandomAccess.GetLength(_keyFile) - HeaderLength) / RecordLength;
        long rowCount = RandomAccess.GetLength(_rowFile) / rowLength;
        int count = (int)Math.Min(int.MaxValue, Math.Min(keyCount, rowCount));
        byte[] record = new byte[RecordLength];
        byte[] row = new byte[rowLength];
        for (int index = 0; index < count; index++)
        {
            if (RandomAccess.Read(_keyFile, record, HeaderLength + ((long)index * RecordLength)) < RecordLength
                || RandomAccess.Read(_rowFile, row, (long)index * rowLength) < rowLength
                || BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(ContentKey.Length)) != Checksum(row))
            {
                count = index;
                break;
            }

            _rows.TryAdd(ContentKey.Read(record), index);
        }

        _count = count;
        return true;
    }

    private void Clear()
    {
        RandomAccess.SetLength(_rowFile, 0);
        RandomAccess.SetLength(_keyFile, 0);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Signature);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], FeatureLength);
        RandomAccess.Write(_keyFile, header, 0);
    }

    // CRC-32C of the even and of the odd words; the length of a row is a multiple of 4 bytes.
    private static ulong Checksum(ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(row);
        uint even = 0;
        uint odd = 0;
        int index = 0;
        for (; index + 1 < words.Length; index += 2)
        {
            even = BitOperations.Crc32C(even, words[index]);
            odd = BitOperations.Crc32C(odd, words[index + 1]);
        }

        if (index < words.Length)
        {
            even = BitOperations.Crc32C(even, words[index]);
        }

        return ((ulong)odd << 32) | even;
    }
}
