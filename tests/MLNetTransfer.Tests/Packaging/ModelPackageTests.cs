using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging;

public sealed class ModelPackageTests
{
    private const int Mutations = 6000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(3);
    private const string NetworkEntry = "TransformerChain/Transform_003/OnnxModel";
    private static readonly byte[] Onnx = SmallNetwork.Write(SmallNetwork.Create(96, 3));

    private static readonly ModelManifest Manifest = new()
    {
        Classes = ["rose", "tulip, red", "\u00fcber"],
        Preprocessing = Preprocessing.Torch with { CropSize = 96, ResizeSize = 96 },
        Provenance = new ModelProvenance
        {
            Producer = "MLNetTransfer 0",
            Backbone = "small",
            BackboneSha256 = "ab",
            BackboneLicence = "MIT",
            FeatureNode = "features",
            Head = "softmax regression",
            Seed = -3,
            TrainingPictures = 12,
            TrainingDataSha256 = "cd",
        },
    };

    [Fact]
    public void Read_Written_GivesTheSame()
    {
        ModelPackage package = Read(Write());

        Assert.Equal(Onnx, SmallNetwork.Write(package.ReadNetwork()));
        Assert.Equal(Manifest.Classes, package.Manifest.Classes);
        Assert.Equal(Manifest.Preprocessing, package.Manifest.Preprocessing);
        Assert.Equal(Manifest.Provenance, package.Manifest.Provenance);
        Assert.Equal(2, package.Manifest.Version);
    }

    [Fact]
    public void Write_SameContentInAnotherOrder_GivesTheSameBytes()
    {
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, Manifest, [new("metrics.json", "{}"), new("history.csv", "a,b\n")]);

        Assert.Equal(Write(), stream.ToArray());
    }

    [Fact]
    public void Write_Always_StoresTheNetworkWithoutCompression()
    {
        byte[] bytes = Write();

        using ZipArchive archive = new(new MemoryStream(bytes));
        ZipArchiveEntry network = archive.GetEntry(NetworkEntry)!;
        Assert.Equal(network.Length, network.CompressedLength);
        Assert.InRange(network.Length, Onnx.Length, Onnx.Length + 4096);
        Assert.Equal(
            [
                "model.json",
                "history.csv",
                "metrics.json",
                "TrainingInfo/Version.txt",
                "TransformerChain/Model.key",
                "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_001/Model.key",
                "TransformerChain/Transform_002/Model.key",
                "TransformerChain/Transform_003/Model.key",
                NetworkEntry,
                "TransformerChain/Transform_004/Model/Model.key",
                "TransformerChain/Transform_004/TrainSchema",
                "TransformerChain/Transform_004/Model.key",
                "TransformerChain/Transform_005/Model.key",
                "Schema",
            ],
            archive.Entries.Select(entry => entry.FullName));
        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void Read_CutAnywhere_IsAModelException()
    {
        byte[] bytes = Write();
        for (int length = 0; length < bytes.Length; length += length < 200 || length > bytes.Length - 400 ? 1 : 37)
        {
            ModelException exception = Assert.Throws<ModelException>(() => Read(bytes[..length]));
            Assert.StartsWith("some.zip: ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData(NetworkEntry)]
    public void Read_MissingEntry_IsNamed(string name)
    {
        ModelException exception = Assert.Throws<ModelException>(() => Read(Rewrite(Write(), entry => entry == name ? null : entry)));

        Assert.Contains($"no entry '{name}'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../TransformerChain/Transform_003/OnnxModel")]
    [InlineData("/TransformerChain/Transform_003/OnnxModel")]
    [InlineData("TransformerChain\\Transform_003\\OnnxModel")]
    [InlineData("TRANSFORMERCHAIN/TRANSFORM_003/ONNXMODEL")]
    [InlineData("model.onnx")]
    public void Read_NetworkUnderAnotherName_IsNotTaken(string name) =>
        Assert.Throws<ModelException>(() => Read(Rewrite(Write(), entry => entry == NetworkEntry ? name : entry)));

    [Fact]
    public void Read_FirstVersion_FindsTheNetworkWhereItWas()
    {
        byte[] first = Copy(
            WithManifest(manifest => manifest["version"] = 1),
            entry => entry == NetworkEntry ? "model.onnx" : entry.StartsWith("Tra", StringComparison.Ordinal) ? null : entry,
            (entry, old) => entry == NetworkEntry ? old[4..] : old);

        ModelPackage package = Read(first);

        Assert.Equal(1, package.Manifest.Version);
        Assert.Equal(Onnx, SmallNetwork.Write(package.ReadNetwork()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(100)]
    public void Read_NetworkWithoutItsLength_IsAModelException(int length)
    {
        ModelException exception = Assert.Throws<ModelException>(() => Read(WithEntry(NetworkEntry, Enumerable.Repeat((byte)9, length).ToArray())));

        Assert.Contains("does not begin with the length", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadNetwork_NoNetwork_NamesFileAndEntry()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => Read(WithEntry(NetworkEntry, [3, 0, 0, 0, 255, 255, 255])).ReadNetwork());

        Assert.StartsWith($"some.zip, {NetworkEntry}: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PreprocessingThatCuts_LetsTheNetworkCut()
    {
        ModelManifest manifest = Manifest with { Preprocessing = Manifest.Preprocessing with { ResizeSize = 109 } };
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, manifest, []);
        stream.Position = 0;
        using ZipArchive archive = new(stream);
        using MemoryStream network = new();
        using (Stream entry = archive.GetEntry(NetworkEntry)!.Open())
        {
            entry.CopyTo(network);
        }

        OnnxModel inside = OnnxReader.Read(network.ToArray().AsMemory(4));
        Assert.Equal("large_image", Assert.Single(inside.Graph.Inputs).Name);
        Assert.Equal(["?", "3", "327", "327"], inside.Graph.Inputs[0].Dimensions!.Select(dimension => dimension.Value is null ? "?" : dimension.ToString()));
        stream.Position = 0;
        Assert.Equal(Onnx, SmallNetwork.Write(ModelPackage.Read(stream, "some.zip").ReadNetwork()));
    }

    [Theory]
    [InlineData(ChainInput.Path, true, "ImageLoaderTransform", true)]
    [InlineData(ChainInput.Image, true, "CopyTransform", false)]
    [InlineData(ChainInput.Path, false, "ImageLoaderTransform", true)]
    public void Write_InputAndLabel_DecideTheChain(ChainInput input, bool labelIsText, string firstLoader, bool hasSchema)
    {
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, Manifest, [], new ChainOptions { Input = input, LabelIsText = labelIsText });
        stream.Position = 0;
        using ZipArchive archive = new(stream);

        ModelKeyReader chain = ModelKeyReader.Read(archive, "TransformerChain/Model.key");
        Assert.Equal("TransformerChain", chain.Loader);
        Assert.Equal(labelIsText ? 6 : 5, chain.Integer(0));
        Assert.Equal(labelIsText, archive.GetEntry("TransformerChain/Transform_005/Model.key") is not null);
        Assert.Equal(firstLoader, ModelKeyReader.Read(archive, "TransformerChain/Transform_000/Model.key").Loader);
        Assert.Equal(hasSchema, archive.GetEntry("Schema") is not null);
    }

    [Fact]
    public void Read_FurtherEntryThatEscapes_IsLeftAlone()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("inner/model.zip", Rewrite(Write(), entry => entry == "history.csv" ? "../../escaped.csv" : entry));
        using FileStream stream = File.OpenRead(path);

        Assert.Equal(Onnx, SmallNetwork.Write(ModelPackage.Read(stream, path).ReadNetwork()));

        Assert.Equal([path], Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Read_NewerVersion_SaysSo()
    {
        ModelException exception = Assert.Throws<ModelException>(() => Read(WithManifest(manifest => manifest["version"] = 3)));

        Assert.Contains("version 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("newer program", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "0")]
    [InlineData("version", "\"one\"")]
    [InlineData("classes", "null")]
    [InlineData("classes", "[]")]
    [InlineData("classes", "[\"rose\", null]")]
    [InlineData("classes", "[\"rose\", 5]")]
    [InlineData("preprocessing", "null")]
    [InlineData("preprocessing", "{\"cropSize\":0}")]
    [InlineData("preprocessing", "{\"cropSize\":5000,\"resizeSize\":5000}")]
    [InlineData("preprocessing", "{\"cropSize\":100,\"resizeSize\":50}")]
    [InlineData("preprocessing", "{\"cropSize\":100,\"resizeSize\":100,\"filter\":77}")]
    [InlineData("preprocessing", "{\"cropSize\":100,\"resizeSize\":100,\"order\":77}")]
    [InlineData("preprocessing", "{\"cropSize\":100,\"resizeSize\":100,\"filter\":\"unheard\"}")]
    [InlineData("provenance", "null")]
    [InlineData("provenance", "{}")]
    public void Read_ManifestThatMakesNoSense_IsAModelException(string member, string json)
    {
        ModelException exception = Assert.Throws<ModelException>(() => Read(WithManifest(manifest => manifest[member] = JsonNode.Parse(json))));

        Assert.StartsWith("some.zip: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\u0000\u0001")]
    public void Read_ManifestThatIsNoManifest_IsAModelException(string text) =>
        Assert.Throws<ModelException>(() => Read(WithEntry("model.json", Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData(2_000_000_001u)]
    [InlineData(1_900_000_000u)]
    [InlineData(1001u)]
    [InlineData(999u)]
    [InlineData(0u)]
    public void Read_LengthThatIsNotTheTruth_IsAModelExceptionWithoutTakingTheMemory(uint declared)
    {
        byte[] bytes = Write();
        int directory = DirectoryRecordOf(bytes, NetworkEntry);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 24), declared);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ModelException>(() => Read(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Read_ManyEntries_IsRefused()
    {
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, Manifest, Enumerable.Range(0, 1000).Select(index => new KeyValuePair<string, string>($"{index}.txt", "")));

        Assert.Contains("1013 entries", Assert.Throws<ModelException>(() => Read(stream.ToArray())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_DamagedBytes_GivesAPackageOrAModelException(int seed)
    {
        Random random = new(seed);
        byte[] whole = Write();
        int network = whole.AsSpan().IndexOf(Onnx);
        Stopwatch watch = Stopwatch.StartNew();
        int refused = 0;
        for (int mutation = 0; mutation < Mutations && watch.Elapsed < MostTime; mutation++)
        {
            byte[] damaged = Damage(whole, network, random);
            try
            {
                Read(damaged);
            }
            catch (ModelException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, mutation {mutation}: {exception}");
            }
        }

        Assert.True(refused > 100, $"Only {refused} of the damaged files were refused: the damage reaches nothing.");
    }

    // The network takes most of the bytes and any change of it is found by the checksum: the damage keeps to the rest.
    private static byte[] Damage(byte[] whole, int network, Random random)
    {
        byte[] damaged = whole.ToArray();
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            int place = random.Next(damaged.Length - Onnx.Length);
            place = place < network ? place : Math.Min(damaged.Length - 1, place + Onnx.Length);
            switch (random.Next(5))
            {
                case 0:
                    damaged[place] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged.AsSpan(place, Math.Min(4, damaged.Length - place)).Fill(0xFF);
                    break;
                case 3:
                    damaged = [.. damaged[..place], .. damaged.AsSpan(place, Math.Min(random.Next(1, 30), damaged.Length - place)), .. damaged[place..]];
                    break;
                default:
                    damaged = [.. damaged[..place], .. damaged[Math.Min(damaged.Length, place + random.Next(1, 10))..]];
                    break;
            }

            if (damaged.Length < Onnx.Length + 100)
            {
                return damaged;
            }
        }

        return damaged;
    }

    [Fact]
    public void Read_Calibration_IsWhatWasWritten()
    {
        ModelCalibration calibration = new() { Temperature = 1.5, Threshold = null, ErrorRate = 0.05, Pictures = 120 };
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, Manifest with { Calibration = calibration }, []);

        Assert.Equal(calibration, Read(stream.ToArray()).Manifest.Calibration);
        Assert.Null(Read(Write()).Manifest.Calibration);
    }

    // What later programs add is passed over, as earlier ones pass over the calibration.
    [Fact]
    public void Read_UnknownMembers_ArePassedOver() =>
        Assert.Equal(Manifest.Classes, Read(WithManifest(manifest => manifest["invented"] = new JsonObject { ["later"] = 1 })).Manifest.Classes);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 0.5)]
    [InlineData(1, 1.5)]
    public void Read_CalibrationThatMakesNoSense_IsRefused(double temperature, double threshold)
    {
        byte[] bytes = WithManifest(manifest => manifest["calibration"] = new JsonObject { ["temperature"] = temperature, ["threshold"] = threshold, ["errorRate"] = 0.05, ["pictures"] = 100 });

        Assert.Contains("the calibration", Assert.Throws<ModelException>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }

    private static byte[] Write()
    {
        using MemoryStream stream = new();
        ModelPackage.Write(stream, Onnx, Manifest, [new("history.csv", "a,b\n"), new("metrics.json", "{}")]);
        return stream.ToArray();
    }

    private static ModelPackage Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return ModelPackage.Read(stream, "some.zip");
    }

    private static byte[] WithManifest(Action<JsonNode> change)
    {
        using ZipArchive archive = new(new MemoryStream(Write()));
        using Stream stream = archive.GetEntry("model.json")!.Open();
        JsonNode manifest = JsonNode.Parse(stream)!;
        change(manifest);
        return WithEntry("model.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private static byte[] WithEntry(string name, byte[] content) => Copy(Write(), entry => entry, (entry, old) => entry == name ? content : old);

    private static byte[] Rewrite(byte[] bytes, Func<string, string?> rename) => Copy(bytes, rename, (_, old) => old);

    private static byte[] Copy(byte[] bytes, Func<string, string?> rename, Func<string, byte[], byte[]> change)
    {
        using MemoryStream target = new();
        using (ZipArchive source = new(new MemoryStream(bytes)))
        using (ZipArchive copy = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                if (rename(entry.FullName) is string name)
                {
                    using MemoryStream content = new();
                    using (Stream stream = entry.Open())
                    {
                        stream.CopyTo(content);
                    }

                    using Stream written = copy.CreateEntry(name).Open();
                    written.Write(change(entry.FullName, content.ToArray()));
                }
            }
        }

        return target.ToArray();
    }

    private static int DirectoryRecordOf(byte[] bytes, string name)
    {
        int nameAt = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name));
        int record = nameAt - 46;
        Assert.Equal("PK\u0001\u0002"u8.ToArray(), bytes[record..(record + 4)]);
        return record;
    }
}
