using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Files;

namespace MLNetTransfer.Training.Checkpoints;

/// <summary>
/// Collects what a run needs to go on and writes it as one file (docs/formats/checkpoint.md). The same content gives the same bytes. Arrays are not copied: they
/// must stay as they are until <see cref="Write(string)"/> has returned.
/// </summary>
public sealed class CheckpointWriter
{
    private readonly List<(byte[] Name, ReadOnlyMemory<float> Values)> _arrays = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Numbers and texts: epoch, step, seed, digest of the options, schedule, rows of the history. Numbers must be finite.</summary>
    public JsonObject State { get; } = [];

    /// <summary>Adds an array.</summary>
    /// <param name="name">Unique within the checkpoint, 1 to 1024 bytes as UTF-8.</param>
    /// <param name="values">Any numbers, NaN and infinities too; each keeps its bits.</param>
    /// <exception cref="ArgumentException">The name is too short or too long, no Unicode, or taken; or there are more than a million arrays.</exception>
    public void Add(string name, ReadOnlyMemory<float> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(name);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("The name of an array is no valid Unicode.", nameof(name), exception);
        }

        if (bytes.Length is 0 or > CheckpointFormat.MaximumNameLength)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"The name of an array has {bytes.Length} bytes; expected 1 to {CheckpointFormat.MaximumNameLength}."), nameof(name));
        }

        if (_arrays.Count == CheckpointFormat.MaximumArrays)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A checkpoint holds at most {CheckpointFormat.MaximumArrays} arrays."), nameof(name));
        }

        if (!_names.Add(name))
        {
            throw new ArgumentException($"There is an array '{name}' already; names must be unique.", nameof(name));
        }

        _arrays.Add((bytes, values));
    }

    /// <summary>Adds the state of an optimizer or of a running average: its arrays as <c>section/name</c>, its steps as <c>sectionSteps</c> in <see cref="State"/>.</summary>
    /// <exception cref="ArgumentException">A name is not unique; see <see cref="Add(string, ReadOnlyMemory{float})"/>.</exception>
    public void Add(string section, TrainingState state)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(state);
        foreach (NamedNumbers array in state.Arrays)
        {
            Add($"{section}/{array.Name}", array.Values);
        }

        State[CheckpointFormat.StepsOf(section)] = state.Steps;
    }

    /// <summary>Writes the file whole or not at all: a kill or a power cut at any moment leaves the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written; the file that was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(string path) => WholeFile.Write(path, Write);

    internal void Write(Stream stream)
    {
        byte[] state = Encoding.UTF8.GetBytes(State.ToJsonString());
        if (state.Length > CheckpointFormat.MaximumStateLength)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The state of the checkpoint has {state.Length} bytes; at most {CheckpointFormat.MaximumStateLength} can be written."));
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[CheckpointFormat.HeaderLength];
        header.Clear();
        CheckpointFormat.Signature.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[CheckpointFormat.VersionOffset..], CheckpointFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[CheckpointFormat.StateLengthOffset..], state.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[CheckpointFormat.FileLengthOffset..], FileLength(state.Length));
        BinaryPrimitives.WriteInt32LittleEndian(header[CheckpointFormat.ArrayCountOffset..], _arrays.Count);
        Put(header);
        Put(state);
        Span<byte> arrayHeader = stackalloc byte[CheckpointFormat.ArrayHeaderLength];
        foreach ((byte[] name, ReadOnlyMemory<float> values) in _arrays)
        {
            BinaryPrimitives.WriteInt32LittleEndian(arrayHeader, name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(arrayHeader[4..], values.Length);
            Put(arrayHeader);
            Put(name);
            PutNumbers(values.Span);
        }

        stream.Write(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }

        // In pieces, since the bytes of the largest array do not fit into one span.
        void PutNumbers(ReadOnlySpan<float> values)
        {
            const int Piece = 1 << 20;
            for (int start = 0; start < values.Length; start += Piece)
            {
                Put(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Piece, values.Length - start))));
            }
        }
    }

    private long FileLength(int stateLength) =>
        CheckpointFormat.HeaderLength + stateLength + CheckpointFormat.HashLength
        + _arrays.Sum(array => CheckpointFormat.ArrayHeaderLength + array.Name.Length + ((long)array.Values.Length * sizeof(float)));
}
