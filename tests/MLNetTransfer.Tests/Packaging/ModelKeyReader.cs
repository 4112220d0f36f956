using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MLNetTransfer.Tests.Packaging;

/// <summary>Takes a <c>Model.key</c> apart as ML.NET does: from the offsets of its header, each of which must be where the part before it ends.</summary>
internal sealed class ModelKeyReader
{
    private readonly byte[] _body;
    private readonly List<string> _texts = [];

    private ModelKeyReader(byte[] bytes)
    {
        Assert.Equal("ML\0MODEL", Encoding.ASCII.GetString(bytes.AsSpan(0, 8)));
        long bodyAt = Long(bytes, 0x10);
        long bodyLength = Long(bytes, 0x18);
        long tableAt = Long(bytes, 0x20);
        long tableLength = Long(bytes, 0x28);
        long charactersAt = Long(bytes, 0x30);
        long charactersLength = Long(bytes, 0x38);
        long tailAt = Long(bytes, 0x80);
        long assemblyAt = Long(bytes, 0x90);
        int assemblyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x98));
        Assert.Equal(256, bodyAt);
        Assert.Equal(tableLength == 0 ? 0 : bodyAt + bodyLength, tableAt);
        Assert.Equal(tableLength == 0 ? 0 : tableAt + tableLength, charactersAt);
        Assert.Equal(bodyAt + bodyLength + tableLength + charactersLength, assemblyAt);
        Assert.Equal(assemblyAt + assemblyLength, tailAt);
        Assert.Equal(bytes.Length, tailAt + 8);
        Assert.Equal(bytes.Length, Long(bytes, 0x88));
        Assert.Equal("LEDOM\0LM", Encoding.ASCII.GetString(bytes.AsSpan((int)tailAt)));
        Assert.All(bytes[0x9C..0x100], padding => Assert.Equal(0, padding));
        _body = bytes[(int)bodyAt..(int)(bodyAt + bodyLength)];
        Signature = Encoding.ASCII.GetString(bytes.AsSpan(0x40, 8));
        WrittenVersion = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x48));
        ReadableVersion = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x4C));
        Loader = Encoding.ASCII.GetString(bytes.AsSpan(0x50, 24)).TrimEnd('\0');
        Assembly = Encoding.Unicode.GetString(bytes.AsSpan((int)assemblyAt, assemblyLength));
        long start = 0;
        for (int index = 0; index < tableLength / 8; index++)
        {
            long end = Long(bytes, (int)tableAt + (8 * index));
            _texts.Add(Encoding.Unicode.GetString(bytes.AsSpan((int)(charactersAt + start), (int)(end - start))));
            start = end;
        }

        Assert.Equal(charactersLength, start);
    }

    public string Signature { get; }

    public int WrittenVersion { get; }

    public int ReadableVersion { get; }

    public string Loader { get; }

    public string Assembly { get; }

    public int BodyLength => _body.Length;

    public static ModelKeyReader Read(ZipArchive archive, string entry)
    {
        using Stream stream = archive.GetEntry(entry)!.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return new ModelKeyReader(content.ToArray());
    }

    public int Integer(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_body.AsSpan(offset));

    public float Number(int offset) => BinaryPrimitives.ReadSingleLittleEndian(_body.AsSpan(offset));

    public byte Byte(int offset) => _body[offset];

    public string? Text(int offset) => Integer(offset) < 0 ? null : _texts[Integer(offset)];

    private static long Long(byte[] bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
}
