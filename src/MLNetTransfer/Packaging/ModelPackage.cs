using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace MLNetTransfer.Packaging;

/// <summary>
/// The model .zip: <c>model.onnx</c> (stored, once), <c>model.json</c> (<see cref="ModelManifest"/>), and texts for people and machines beside them
/// (docs/formats/model-zip.md). The same content gives the same bytes. Reading one is reading a stranger's file: names, number and size of the
/// entries are bounded, nothing is unpacked to the disk, and no type is ever loaded by name.
/// </summary>
public sealed class ModelPackage
{
    /// <summary>Name of the entry that holds the graph.</summary>
    public const string OnnxEntry = "model.onnx";

    /// <summary>Name of the entry that holds the manifest.</summary>
    public const string ManifestEntry = "model.json";

    private const int MaximumEntries = 1000;
    private const long MaximumOnnxLength = 2_000_000_000;
    private const int MaximumTextLength = 64 << 20;

    // The earliest moment that a zip entry can have: the bytes do not depend on the clock.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ModelPackage(byte[] onnx, ModelManifest manifest)
    {
        Onnx = onnx;
        Manifest = manifest;
    }

    /// <summary>The bytes of the ONNX file.</summary>
    public ReadOnlyMemory<byte> Onnx { get; }

    /// <summary>Classes, preprocessing and provenance.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Writes a package.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="onnx">The bytes of the ONNX file.</param>
    /// <param name="manifest">Classes, preprocessing and provenance.</param>
    /// <param name="texts">Further entries, name and content, for instance <c>metrics.json</c>.</param>
    public static void Write(Stream stream, ReadOnlySpan<byte> onnx, ModelManifest manifest, IEnumerable<KeyValuePair<string, string>> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteEntry(archive, ManifestEntry, JsonSerializer.SerializeToUtf8Bytes(manifest, PackagingJsonContext.Default.ModelManifest), CompressionLevel.Optimal);
        foreach ((string name, string text) in texts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            WriteEntry(archive, name, Encoding.UTF8.GetBytes(text), CompressionLevel.Optimal);
        }

        WriteEntry(archive, OnnxEntry, onnx, CompressionLevel.NoCompression);
    }

    /// <summary>Reads a package.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="ModelException">The file is no model .zip of this program.</exception>
    public static ModelPackage Read(Stream stream, string name)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaximumEntries)
            {
                throw new ModelException($"{name}: the .zip has {archive.Entries.Count} entries; a model has at most {MaximumEntries}.");
            }

            byte[] manifestBytes = ReadEntry(archive, stream.Length, name, ManifestEntry, MaximumTextLength);
            ModelManifest manifest = ParseManifest(manifestBytes, name);
            return new ModelPackage(ReadEntry(archive, stream.Length, name, OnnxEntry, MaximumOnnxLength), manifest);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new ModelException($"{name}: not a readable .zip ({exception.Message}) Train the model again, or copy the file again.", exception);
        }
    }

    internal static ModelManifest ParseManifest(ReadOnlySpan<byte> json, string name)
    {
        ModelManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, PackagingJsonContext.Default.ModelManifest)
                ?? throw new ModelException($"{name}: {ManifestEntry} is empty.");
        }
        catch (JsonException exception)
        {
            throw new ModelException($"{name}: {ManifestEntry} is not what this program writes: {exception.Message}", exception);
        }

        if (manifest.Version is < 1 or > ModelManifest.CurrentVersion)
        {
            throw new ModelException($"{name}: written in version {manifest.Version} of the format; this program reads 1 to {ModelManifest.CurrentVersion}. Use a newer program.");
        }

        if (manifest.Classes is not { Count: > 0 } || manifest.Classes.Contains(null!) || manifest.Preprocessing is null || manifest.Provenance is null)
        {
            throw new ModelException($"{name}: {ManifestEntry} lacks the classes, the preprocessing or the provenance.");
        }

        if (manifest.Preprocessing is not { CropSize: >= 1 and <= 4096, ResizeSize: <= 16_384 } preprocessing || preprocessing.ResizeSize < preprocessing.CropSize)
        {
            throw new ModelException($"{name}: the crop of {manifest.Preprocessing.CropSize} pixels out of {manifest.Preprocessing.ResizeSize} makes no sense.");
        }

        if (!Enum.IsDefined(preprocessing.Filter) || !Enum.IsDefined(preprocessing.Order))
        {
            throw new ModelException($"{name}: the resize filter {preprocessing.Filter} or the channel order {preprocessing.Order} is unknown.");
        }

        return manifest;
    }

    private static void WriteEntry(ZipArchive archive, string name, ReadOnlySpan<byte> content, CompressionLevel level)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = EntryTime;
        using Stream stream = entry.Open();
        stream.Write(content);
    }

    private static byte[] ReadEntry(ZipArchive archive, long archiveLength, string name, string entryName, long maximumLength)
    {
        ZipArchiveEntry entry = archive.GetEntry(entryName)
            ?? throw new ModelException($"{name}: the .zip has no entry '{entryName}'; expected a model.zip that mlnet-transfer wrote.");
        if (entry.Length > maximumLength)
        {
            throw new ModelException($"{name}: the entry '{entryName}' says {entry.Length} bytes; at most {maximumLength} are read.");
        }

        // The lengths in the directory may lie: memory grows with what really comes, and stops at what was said.
        using Stream stream = entry.Open();
        using MemoryStream content = new((int)Math.Clamp(entry.Length, 0, archiveLength));
        byte[] block = new byte[81_920];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (content.Length + read > entry.Length)
            {
                throw new ModelException($"{name}: the entry '{entryName}' is longer than it says.");
            }

            content.Write(block, 0, read);
        }

        return content.Length == entry.Length
            ? content.ToArray()
            : throw new ModelException($"{name}: the entry '{entryName}' ends after {content.Length} of {entry.Length} bytes.");
    }
}
