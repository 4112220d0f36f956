using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Values at the freeze line, one record a row, in a temporary file that goes with the process: their size is that of the data, and what of it is in use the
/// system keeps in memory by itself.
/// </summary>
internal sealed class CutCache : IDisposable
{
    private const int Unreadable = -1;

    private readonly SafeFileHandle _file;
    private readonly int _recordLength;
    private readonly Dictionary<(int Variant, int Item, int Occurrence), int> _records = [];
    private int _count;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="folder">Where the file lies.</param>
    /// <param name="recordLength">Elements of a record.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public CutCache(string folder, int recordLength)
        : this(
            File.OpenHandle(
                Path.Combine(folder, $"mlnet-transfer-cut-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose),
            recordLength)
    {
    }

    /// <summary>Makes an empty cache in an open file, which it disposes in the end.</summary>
    public CutCache(SafeFileHandle file, int recordLength)
    {
        _file = file;
        _recordLength = recordLength;
    }

    /// <summary>Bytes of the file.</summary>
    public long Bytes => (long)_count * _recordLength * sizeof(float);

    /// <summary>Whether the row was met before, be it as one that cannot be read.</summary>
    public bool Knows(int variant, int item, int occurrence) => _records.ContainsKey((variant, item, occurrence));

    /// <summary>Reads a record.</summary>
    /// <returns>False for a row that cannot be read.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead(int variant, int item, int occurrence, Span<float> record)
    {
        int index = _records[(variant, item, occurrence)];
        if (index == Unreadable)
        {
            return false;
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(record);
        long position = index * (long)bytes.Length;
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file, bytes, position);
            if (read == 0)
            {
                throw new EndOfStreamException("The temporary file of the frozen part is shorter than what was written to it.");
            }

            bytes = bytes[read..];
            position += read;
        }

        return true;
    }

    /// <summary>Keeps a record.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(int variant, int item, int occurrence, ReadOnlySpan<float> record)
    {
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(record), (long)_count * _recordLength * sizeof(float));
        _records.Add((variant, item, occurrence), _count++);
    }

    /// <summary>Remembers a row that cannot be read.</summary>
    public void AddUnreadable(int variant, int item, int occurrence) => _records.Add((variant, item, occurrence), Unreadable);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
