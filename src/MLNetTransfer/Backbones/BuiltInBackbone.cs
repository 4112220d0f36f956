using System.Security.Cryptography;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Backbones;

/// <summary>The pretrained network that is a part of this library (docs/backbone.md says how it was made).</summary>
public static class BuiltInBackbone
{
    private const string Resource = "MLNetTransfer.Backbones.builtin.onnx";

    private static readonly Lazy<byte[]> Content = new(Read);

    /// <summary>The name that users type.</summary>
    public const string Name = "builtin";

    /// <summary>The ONNX file.</summary>
    public static ReadOnlyMemory<byte> Bytes => Content.Value;

    /// <summary>SHA-256 of the file in lower-case hexadecimal digits.</summary>
    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Value));

    /// <summary>What it says about itself.</summary>
    public static BackboneCard Card => BackboneCard.Read(OnnxReader.Read(Bytes), Name)!;

    private static byte[] Read()
    {
        using Stream stream = typeof(BuiltInBackbone).Assembly.GetManifestResourceStream(Resource)!;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
