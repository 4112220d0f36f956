using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Training.Checkpoints;

/// <summary>Reads the bytes of a checkpoint. No memory is taken for more than the file really holds.</summary>
internal sealed class CheckpointReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _name;
    private long _left;

    private CheckpointReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
    }

    /// <summary>Reads a stream that can seek.</summary>
    public static Checkpoint Read(Stream stream, string name) => new CheckpointReader(stream, name).Read();

    private Checkpoint Read()
    {
        _left = _stream.Length - CheckpointFormat.HashLength;
        if (_left < CheckpointFormat.HeaderLength)
        {
            throw Damaged($"the file has {_stream.Length} bytes; a checkpoint has at least {CheckpointFormat.HeaderLength + CheckpointFormat.HashLength}.");
        }

        Span<byte> header = stackalloc byte[CheckpointFormat.HeaderLength];
        Fill(header, "the header");
        CheckHeader(header);
        int stateLength = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.StateLengthOffset..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.ArrayCountOffset..]);
        CheckHash();
        JsonObject state = ReadState(stateLength);
        Dictionary<string, float[]> arrays = new(StringComparer.Ordinal);
        for (int index = 0; index < count; index++)
        {
            ReadArray(arrays, index);
        }

        return _left == 0 ? new Checkpoint(_name, state, arrays) : throw Damaged($"{_left} bytes follow the last array.");
    }

    private void CheckHeader(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(CheckpointFormat.Signature))
        {
            throw new CheckpointException($"{_name}: not a checkpoint of this program; it begins with {Convert.ToHexString(header[..8])}. Name the file that a run wrote.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.VersionOffset..]);
        if (version != CheckpointFormat.Version)
        {
            throw new CheckpointException(FormattableString.Invariant(
                $"{_name}: written in version {version} of the format; this program reads version {CheckpointFormat.Version}. Use the program that wrote it, or start the run anew."));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header[CheckpointFormat.FileLengthOffset..]);
        if (length != _stream.Length)
        {
            throw Damaged($"the file has {_stream.Length} bytes and says {length}.");
        }

        int stateLength = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.StateLengthOffset..]);
        if (stateLength is < 2 or > CheckpointFormat.MaximumStateLength || stateLength > _left)
        {
            throw Damaged($"the state is said to have {stateLength} bytes; expected 2 to {Math.Min(_left, CheckpointFormat.MaximumStateLength)}.");
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.ArrayCountOffset..]);
        if (count is < 0 or > CheckpointFormat.MaximumArrays)
        {
            throw Damaged($"the file is said to hold {count} arrays; expected 0 to {CheckpointFormat.MaximumArrays}.");
        }

        int reserved = BinaryPrimitives.ReadInt32LittleEndian(header[CheckpointFormat.ReservedOffset..]);
        if (reserved != 0)
        {
            throw Damaged($"the reserved field is {reserved}; expected 0.");
        }
    }

    private void CheckHash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 16];
        _stream.Position = 0;
        for (long left = _stream.Length - CheckpointFormat.HashLength; left > 0;)
        {
            int read = _stream.Read(block, 0, (int)Math.Min(block.Length, left));
            if (read == 0)
            {
                throw Damaged($"the file ends {left} bytes too early.");
            }

            hash.AppendData(block, 0, read);
            left -= read;
        }

        Span<byte> stored = stackalloc byte[CheckpointFormat.HashLength];
        _stream.ReadExactly(stored);
        if (!stored.SequenceEqual(hash.GetHashAndReset()))
        {
            throw Damaged($"the SHA-256 at the end is not that of the content; the file was changed or is incomplete.");
        }

        _stream.Position = CheckpointFormat.HeaderLength;
    }

    private JsonObject ReadState(int length)
    {
        byte[] bytes = new byte[length];
        Fill(bytes, "the state");
        try
        {
            JsonNode? node = JsonNode.Parse(bytes, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonObject state = node as JsonObject ?? throw Damaged($"the state is no JSON object.");
            return state.DeepClone().AsObject();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Damaged($"the state is not readable JSON ({exception.Message})", exception);
        }
    }

    private void ReadArray(Dictionary<string, float[]> arrays, int index)
    {
        Span<byte> header = stackalloc byte[CheckpointFormat.ArrayHeaderLength];
        Fill(header, $"the header of array {index}");
        int nameLength = BinaryPrimitives.ReadInt32LittleEndian(header);
        int length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (nameLength is < 1 or > CheckpointFormat.MaximumNameLength)
        {
            throw Damaged($"the name of array {index} is said to have {nameLength} bytes; expected 1 to {CheckpointFormat.MaximumNameLength}.");
        }

        byte[] nameBytes = new byte[nameLength];
        Fill(nameBytes, $"the name of array {index}");
        string name = Decode(nameBytes, index);
        if (length < 0 || length > _left / sizeof(float))
        {
            throw Damaged($"the array '{name}' is said to have {length} numbers; there is room for {_left / sizeof(float)}.");
        }

        float[] values = new float[length];
        const int Piece = 1 << 20;
        for (int start = 0; start < length; start += Piece)
        {
            Fill(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Piece, length - start))), $"the array '{name}'");
        }

        if (!arrays.TryAdd(name, values))
        {
            throw Damaged($"the array '{name}' is there twice.");
        }
    }

    private string Decode(byte[] name, int index)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException exception)
        {
            throw Damaged($"the name of array {index} is no UTF-8.", exception);
        }
    }

    private void Fill(Span<byte> destination, string what)
    {
        if (destination.Length > _left)
        {
            throw Damaged($"{what} needs {destination.Length} bytes; {_left} are left.");
        }

        _stream.ReadExactly(destination);
        _left -= destination.Length;
    }

    private CheckpointException Damaged(FormattableString problem, Exception? cause = null) => CheckpointException.Damaged(_name, problem, cause);
}
