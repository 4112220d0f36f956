using System.Text;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// Writes a schema as ML.NET stores it: a binary data view (.idv) without rows, what it says of its columns uncompressed (<c>BinarySaver</c> and <c>Codecs</c> of
/// dotnet/machinelearning, v5.0.0).
/// </summary>
internal sealed class RowlessView
{
    private const ulong HeaderSignature = 0x00425644004C4D43;
    private const ulong TailSignature = 0x434D4C0044564200;
    private const ulong Version = 0x0001000100010006;
    private const int HeaderLength = 256;
    private const byte Uncompressed = 0;
    private const byte Deflated = 1;
    private const int DenseVector = -1;

    private readonly List<Column> _columns = [];

    /// <summary>Adds a column of texts.</summary>
    public RowlessView AddText(string name) => Add(name, "TextSpan", _ => { }, null);

    /// <summary>Adds a column of vectors of numbers of 32 bits.</summary>
    public RowlessView AddVector(string name, params IReadOnlyList<int> dimensions) =>
        Add(name, "VBuffer", writer => WriteVectorType(writer, "Single", dimensions), null);

    /// <summary>Adds a column of keys with their values.</summary>
    public RowlessView AddKey(string name, IReadOnlyList<string> values) => Add(
        name,
        "Key2",
        writer =>
        {
            WriteCodec(writer, "UInt32", _ => { });
            writer.Write((ulong)values.Count);
        },
        values);

    /// <summary>The whole stream.</summary>
    public byte[] ToArray()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(new byte[HeaderLength]);
        long[] annotations = [.. _columns.Select(column => column.KeyValues is null ? 0 : WriteKeyValues(writer, column.KeyValues))];
        long contentsAt = stream.Position;
        for (int index = 0; index < _columns.Count; index++)
        {
            Column column = _columns[index];
            writer.Write(column.Name);
            WriteCodec(writer, column.Codec, column.WriteParameters);
            // How the blocks of rows are stored, of which there are none: ML.NET's own choice.
            writer.Write(Deflated);
            writer.Write7BitEncodedInt(1);
            writer.Write((long)HeaderLength);
            writer.Write(annotations[index]);
        }

        long tailAt = stream.Position;
        writer.Write(TailSignature);
        stream.Position = 0;
        writer.Write(HeaderSignature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(contentsAt);
        writer.Write(tailAt);
        writer.Write(0L);
        writer.Write(_columns.Count);
        return stream.ToArray();
    }

    private RowlessView Add(string name, string codec, Action<BinaryWriter> writeParameters, IReadOnlyList<string>? keyValues)
    {
        _columns.Add(new Column(name, codec, writeParameters, keyValues));
        return this;
    }

    // The block of the one value, a dense vector of texts, and behind it the table of contents whose place is returned.
    private static long WriteKeyValues(BinaryWriter writer, IReadOnlyList<string> values)
    {
        long blockAt = writer.BaseStream.Position;
        writer.Write(1);
        writer.Write(values.Count);
        writer.Write(DenseVector);
        writer.Write(0);
        writer.Write(values.Count);
        int end = 0;
        foreach (string value in values)
        {
            end += value.Length;
            writer.Write(end);
        }

        writer.Write(string.Concat(values));
        long contentsAt = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(1);
        writer.Write("KeyValues");
        WriteCodec(writer, "VBuffer", parameters => WriteVectorType(parameters, "TextSpan", [values.Count]));
        writer.Write(Uncompressed);
        writer.Write(blockAt);
        writer.Write7BitEncodedInt64(contentsAt - blockAt);
        return contentsAt;
    }

    private static void WriteVectorType(BinaryWriter writer, string element, IReadOnlyList<int> dimensions)
    {
        WriteCodec(writer, element, _ => { });
        writer.Write(dimensions.Count);
        foreach (int dimension in dimensions)
        {
            writer.Write(dimension);
        }
    }

    private static void WriteCodec(BinaryWriter writer, string name, Action<BinaryWriter> writeParameters)
    {
        using MemoryStream parameters = new();
        using BinaryWriter inner = new(parameters, Encoding.UTF8);
        writeParameters(inner);
        writer.Write(name);
        writer.Write7BitEncodedInt((int)parameters.Length);
        writer.Write(parameters.ToArray());
    }

    private sealed record Column(string Name, string Codec, Action<BinaryWriter> WriteParameters, IReadOnlyList<string>? KeyValues);
}
