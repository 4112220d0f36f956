namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// Reads the contents of the IDAT chunks as one stream, without joining them. The last bytes are given out one at a time, so that <see cref="Consumed"/>
/// tells where the compressed data end although the reader fetches ahead.
/// </summary>
internal sealed class PngDataStream : Stream
{
    private const int Tail = 16;

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _parts;
    private readonly long _length;
    private int _part;
    private int _offset;

    public PngDataStream(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        _parts = parts;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            _length += part.Length;
        }
    }

    /// <summary>Bytes given out.</summary>
    public long Consumed { get; private set; }

    /// <summary>Whether bytes are given out one at a time, so that <see cref="Consumed"/> is the reader's own position.</summary>
    public bool IsExact => _length - Consumed < Tail;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_part < _parts.Count && _offset == _parts[_part].Length)
        {
            _part++;
            _offset = 0;
        }

        if (_part == _parts.Count || buffer.IsEmpty)
        {
            return 0;
        }

        long beforeTail = Math.Max(1, _length - Tail - Consumed);
        int count = (int)Math.Min(Math.Min(buffer.Length, beforeTail), _parts[_part].Length - _offset);
        _parts[_part].Span.Slice(_offset, count).CopyTo(buffer);
        _offset += count;
        Consumed += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
