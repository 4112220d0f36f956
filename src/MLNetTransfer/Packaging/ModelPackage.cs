using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Packaging;

/// <summary>
/// The model .zip: a chain of transformers that ML.NET loads, with the network inside of it (stored, once), <c>model.json</c>
/// (<see cref="ModelManifest"/>), and texts for people and machines beside them (docs/formats/model-zip.md). The same content gives the same bytes.
/// Reading one is reading a stranger's file: names, number and size of the entries are bounded, nothing is unpacked to the disk, and no type is ever
/// loaded by name.
/// </summary>
public sealed class ModelPackage
{
    /// <summary>Name of the entry that holds the manifest.</summary>
    public const string ManifestEntry = "model.json";

    // Version 1 of the format had the network here, and no chain.
    private const string FirstNetworkEntry = "model.onnx";
    private const int MaximumEntries = 1000;
    private const long MaximumOnnxLength = 2_000_000_000;
    private const int MaximumTextLength = 64 << 20;

    // The earliest moment that a zip entry can have: the bytes do not depend on the clock.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _name;
    private readonly string _networkEntry;
    private readonly ReadOnlyMemory<byte> _network;

    private ModelPackage(string name, string networkEntry, ReadOnlyMemory<byte> network, ModelManifest manifest)
    {
        _name = name;
        _networkEntry = networkEntry;
        _network = network;
        Manifest = manifest;
    }

    /// <summary>Classes, preprocessing and provenance.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Writes a package.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="onnx">The bytes of the ONNX file.</param>
    /// <param name="manifest">Classes, preprocessing and provenance.</param>
    /// <param name="texts">Further entries, name and content, for instance <c>metrics.json</c>.</param>
    /// <param name="chain">How ML.NET sees the model; null for the defaults.</param>
    /// <exception cref="OnnxException">The network cannot be read, which it is to put nodes in front of it.</exception>
    public static void Write(
        Stream stream, ReadOnlyMemory<byte> onnx, ModelManifest manifest, IEnumerable<KeyValuePair<string, string>> texts, ChainOptions? chain = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(texts);
        (ReadOnlyMemory<byte> network, string networkInput) = ForChain(onnx, manifest);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteEntry(archive, ManifestEntry, CompressionLevel.Optimal, JsonSerializer.SerializeToUtf8Bytes(manifest, PackagingJsonContext.Default.ModelManifest));
        foreach ((string name, string text) in texts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            WriteEntry(archive, name, CompressionLevel.Optimal, Encoding.UTF8.GetBytes(text));
        }

        foreach ((string name, byte[][] parts) in TransformerChain.Entries(network, networkInput, ClassifierValues.Probabilities, manifest, chain ?? new ChainOptions()))
        {
            WriteEntry(archive, name, name == TransformerChain.NetworkEntry ? CompressionLevel.NoCompression : CompressionLevel.Optimal, parts);
        }
    }

    /// <summary>Reads a package.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="ModelException">The file is no model .zip of this program.</exception>
    public static ModelPackage Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaximumEntries)
            {
                throw new ModelException($"{name}: the .zip has {archive.Entries.Count} entries; a model has at most {MaximumEntries}.");
            }

            byte[] manifestBytes = ReadEntry(archive, stream.Length, name, ManifestEntry, MaximumTextLength);
            ModelManifest manifest = ParseManifest(manifestBytes, name);
            if (manifest.Version == 1)
            {
                return new ModelPackage(name, FirstNetworkEntry, ReadEntry(archive, stream.Length, name, FirstNetworkEntry, MaximumOnnxLength), manifest);
            }

            byte[] network = ReadEntry(archive, stream.Length, name, TransformerChain.NetworkEntry, MaximumOnnxLength);
            return network.Length < TransformerChain.NetworkPrefix || BinaryPrimitives.ReadInt32LittleEndian(network) != network.Length - TransformerChain.NetworkPrefix
                ? throw new ModelException($"{name}: the entry '{TransformerChain.NetworkEntry}' has {network.Length} bytes and does not begin with the length of the network. Train the model again, or copy the file again.")
                : new ModelPackage(name, TransformerChain.NetworkEntry, network.AsMemory(TransformerChain.NetworkPrefix), manifest);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new ModelException($"{name}: not a readable .zip ({exception.Message}) Train the model again, or copy the file again.", exception);
        }
    }

    /// <summary>Reads the network: input <c>image</c>, cut to <see cref="Datasets.Preprocessing.CropSize"/>.</summary>
    /// <exception cref="OnnxException">It cannot be read; the message names the file and the entry.</exception>
    public OnnxModel ReadNetwork()
    {
        try
        {
            return ChainNetwork.Strip(OnnxReader.Read(_network), Manifest.Preprocessing);
        }
        catch (OnnxException exception)
        {
            throw new OnnxException($"{_name}, {_networkEntry}: {exception.Message}", exception);
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

        if (!Enum.IsDefined(preprocessing.Filter) || !Enum.IsDefined(preprocessing.Order) || !Enum.IsDefined(preprocessing.Placement))
        {
            throw new ModelException($"{name}: the resize filter {preprocessing.Filter}, the channel order {preprocessing.Order} or the placement {preprocessing.Placement} is unknown.");
        }

        if (manifest.PictureSides is { } sides && (sides.Count is 0 or > ModelManifest.MaximumPictureSides || sides.Any(side => side is < 1 or > 1_000_000)))
        {
            throw new ModelException($"{name}: the sizes of the training pictures ({sides.Count} values) make no sense.");
        }

        return manifest.Calibration is null or { IsPlausible: true }
            ? manifest
            : throw new ModelException($"{name}: the calibration (temperature {manifest.Calibration.Temperature}, threshold {manifest.Calibration.Threshold}) makes no sense.");
    }

    // What ML.NET cannot do to a picture the network does: cut a smaller square than was resized to, and make it small as training does.
    private static (ReadOnlyMemory<byte> Network, string Input) ForChain(ReadOnlyMemory<byte> onnx, ModelManifest manifest)
    {
        OnnxModel model = OnnxReader.Read(onnx);
        OnnxModel inChain = ChainNetwork.Prepend(model, manifest.Preprocessing, manifest.PictureSides);
        return (ReferenceEquals(inChain, model) ? onnx : OnnxWriter.Write(inChain), inChain.Graph.Inputs[0].Name);
    }

    private static void WriteEntry(ZipArchive archive, string name, CompressionLevel level, params byte[][] parts)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = EntryTime;
        using Stream stream = entry.Open();
        foreach (byte[] part in parts)
        {
            stream.Write(part);
        }
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
