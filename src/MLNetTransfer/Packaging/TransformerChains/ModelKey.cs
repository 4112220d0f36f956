using System.Buffers.Binary;
using System.Text;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// Writes an entry <c>Model.key</c> of an ML.NET model: a header of 256 bytes, a body, the texts that the body names by number, the assembly that
/// reads it, and a tail; little-endian, without gaps (<c>ModelHeader</c> and <c>ModelSaveContext</c> of dotnet/machinelearning, v5.0.0).
/// </summary>
internal sealed class ModelKey
{
    private const ulong HeaderSignature = 0x4C45444F4D004C4D;
    private const ulong TailSignature = 0x4D4C004D4F44454C;
    private const uint FormatVersion = 0x00010002;
    private const int HeaderLength = 256;
    private const int LoaderLength = 24;

    private readonly List<byte> _body = [];
    private readonly List<string> _texts = [];

    /// <summary>Adds an integer of 32 bits.</summary>
    public ModelKey Integer(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _body.AddRange(bytes);
        return this;
    }

    /// <summary>Adds a number of 32 bits.</summary>
    public ModelKey Number(float value) => Integer(BitConverter.SingleToInt32Bits(value));

    /// <summary>Adds a byte.</summary>
    public ModelKey Byte(byte value)
    {
        _body.Add(value);
        return this;
    }

    /// <summary>Adds the number of a text, -1 for null; equal texts are stored once.</summary>
    public ModelKey Text(string? value)
    {
        int index = value is null ? -1 : _texts.IndexOf(value);
        if (value is not null && index < 0)
        {
            index = _texts.Count;
            _texts.Add(value);
        }

        return Integer(index);
    }

    /// <summary>The whole entry.</summary>
    /// <param name="signature">Eight characters that name the kind of model; blanks are written as zero bytes.</param>
    /// <param name="writtenVersion">Version of the body.</param>
    /// <param name="readableVersion">Oldest version that a reader must know.</param>
    /// <param name="loader">What reads it, at most 24 characters.</param>
    /// <param name="assembly">Simple name of the ML.NET assembly that holds the reader.</param>
    public byte[] ToArray(string signature, int writtenVersion, int readableVersion, string loader, string assembly)
    {
        byte[] characters = Encoding.Unicode.GetBytes(string.Concat(_texts));
        byte[] assemblyName = Encoding.Unicode.GetBytes($"{assembly}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51");
        byte[] loaderName = new byte[LoaderLength];
        Encoding.ASCII.GetBytes(loader, loaderName);
        long tableAt = HeaderLength + _body.Count;
        long charactersAt = tableAt + (sizeof(long) * _texts.Count);
        long assemblyAt = charactersAt + characters.Length;
        long tailAt = assemblyAt + assemblyName.Length;

        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(HeaderSignature);
        writer.Write(FormatVersion);
        writer.Write(FormatVersion);
        writer.Write((long)HeaderLength);
        writer.Write((long)_body.Count);
        writer.Write(_texts.Count == 0 ? 0 : tableAt);
        writer.Write((long)sizeof(long) * _texts.Count);
        writer.Write(_texts.Count == 0 ? 0 : charactersAt);
        writer.Write((long)characters.Length);
        writer.Write(Encoding.ASCII.GetBytes(signature.Replace(' ', '\0')));
        writer.Write(0x00010000 + writtenVersion);
        writer.Write(0x00010000 + readableVersion);
        writer.Write(loaderName);
        writer.Write(new byte[LoaderLength]);
        writer.Write(tailAt);
        writer.Write(tailAt + sizeof(ulong));
        writer.Write(assemblyAt);
        writer.Write(assemblyName.Length);
        writer.Write(new byte[HeaderLength - (int)stream.Length]);
        writer.Write(_body.ToArray());
        long end = 0;
        foreach (string text in _texts)
        {
            end += Encoding.Unicode.GetByteCount(text);
            writer.Write(end);
        }

        writer.Write(characters);
        writer.Write(assemblyName);
        writer.Write(TailSignature);
        return stream.ToArray();
    }
}
