using System.Security.Cryptography;
using MLNetTransfer.Backbones;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;

namespace MLNetTransfer;

/// <summary>A model file that was opened: what kind it is, its network, and its manifest when it is one of ours.</summary>
internal sealed record ModelFile(string Path, string Sha256, string Kind, OnnxModel Model, ModelManifest? Manifest, ResolvedBackbone? Resolved)
{
    private static ReadOnlySpan<byte> ZipSignature => "PK"u8;

    public static ModelFile Open(string nameOrPath)
    {
        if (File.Exists(nameOrPath) && IsZip(nameOrPath))
        {
            using FileStream stream = File.OpenRead(nameOrPath);
            string digest = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            ModelPackage package = ModelPackage.Read(stream, nameOrPath);
            return new ModelFile(nameOrPath, digest, "model.zip", package.ReadNetwork(), package.Manifest, null);
        }

        ResolvedBackbone resolved = BackboneResolver.ForUser().Resolve(nameOrPath);
        OnnxModel model = OnnxReader.Read(resolved.Path);
        ModelManifest? manifest = ModelMetadata.Read(model, nameOrPath);
        return new ModelFile(resolved.Path, resolved.Sha256, manifest is null ? "stock" : "model.onnx", model, manifest, resolved);
    }

    /// <summary>Opens a model that was trained here from where the stream stands.</summary>
    public static ModelFile Open(Stream stream, string name)
    {
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        ReadOnlyMemory<byte> content = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (content.Span.StartsWith(ZipSignature))
        {
            copy.Position = 0;
            ModelPackage package = ModelPackage.Read(copy, name);
            return new ModelFile(name, digest, "model.zip", package.ReadNetwork(), package.Manifest, null);
        }

        OnnxModel model = OnnxReader.Read(content);
        return ModelMetadata.Read(model, name) is ModelManifest manifest
            ? new ModelFile(name, digest, "model.onnx", model, manifest, null)
            : throw new ModelException($"{name}: the network has no description of classes and preprocessing; expected a model that mlnet-transfer trained. A public network is loaded by its path or name.");
    }

    private static bool IsZip(string path)
    {
        Span<byte> head = stackalloc byte[2];
        using FileStream stream = File.OpenRead(path);
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(ZipSignature);
    }
}
