using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MLNetTransfer.Datasets;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging.TransformerChains;

public sealed class TransformerChainTests
{
    private static readonly string[] Classes = ["rose", "tulip, red", "\u00fcber"];

    [Fact]
    public void Entries_Path_AreTheTransformersOfTheChain()
    {
        using ZipArchive archive = Write(ChainInput.Path);

        ModelKeyReader loader = Key(archive, 0, "IMGLOADR", 3, 3, "ImageLoaderTransform", "Microsoft.ML.ImageAnalytics");
        Assert.Equal((1, "ImageObject", "ImagePath", null, 1, 17), (loader.Integer(0), loader.Text(4), loader.Text(8), loader.Text(12), loader.Byte(16), loader.BodyLength));

        ModelKeyReader resizer = Key(archive, 1, "IMGSCALF", 3, 3, "ImageScalerTransform", "Microsoft.ML.ImageAnalytics");
        Assert.Equal((1, "ResizedImage", "ImageObject", 288, 288), (resizer.Integer(0), resizer.Text(4), resizer.Text(8), resizer.Integer(12), resizer.Integer(16)));
        Assert.Equal((1, 4, 22), (resizer.Byte(20), resizer.Byte(21), resizer.BodyLength));

        ModelKeyReader pixels = Key(archive, 2, "IMGPXEXT", 3, 2, "ImagePixelExtractor", "Microsoft.ML.ImageAnalytics");
        Assert.Equal((1, "large_image", "ResizedImage"), (pixels.Integer(0), pixels.Text(4), pixels.Text(8)));
        Assert.Equal((14, 1, 1, 0f, 1f, 0, 24), (pixels.Byte(12), pixels.Byte(13), pixels.Byte(14), pixels.Number(15), pixels.Number(19), pixels.Byte(23), pixels.BodyLength));

        ModelKeyReader network = Key(archive, 3, "ONNXSCOR", 3, 3, "OnnxTransform", "Microsoft.ML.OnnxTransformer");
        Assert.Equal((1, "large_image", 1, "probabilities", 0, 100, 24), (network.Integer(0), network.Text(4), network.Integer(8), network.Text(12), network.Integer(16), network.Integer(20), network.BodyLength));

        ModelKeyReader scorer = Key(archive, 4, "MC\0\0PRED", 2, 1, "MulticlassPredXfer", "Microsoft.ML.Data");
        Assert.Equal(("probabilities", "Label", "Score", "PredictedLabel", 16), (scorer.Text(0), scorer.Text(4), scorer.Text(8), scorer.Text(12), scorer.BodyLength));

        ModelKeyReader name = Key(archive, 5, "KEY2VALT", 1, 1, "KeyToValueTransform", "Microsoft.ML.Data");
        Assert.Equal((1, "PredictedLabel", "PredictedLabel", 12), (name.Integer(0), name.Text(4), name.Text(8), name.BodyLength));
    }

    [Fact]
    public void Entries_Image_BeginWithThePicture()
    {
        using ZipArchive archive = Write(ChainInput.Image);

        ModelKeyReader copy = Key(archive, 0, "COPYCOLT", 1, 1, "CopyTransform", "Microsoft.ML.Data");
        Assert.Equal((1, "ImageObject", "Image", 12), (copy.Integer(0), copy.Text(4), copy.Text(8), copy.BodyLength));
    }

    [Fact]
    public void Entries_Scorer_IsTheIdentity()
    {
        using ZipArchive archive = Write(ChainInput.Path);
        ModelKeyReader linear = ModelKeyReader.Read(archive, "TransformerChain/Transform_004/Model/Model.key");

        Assert.Equal(("MCLINEAR", "MulticlassLinear"), (linear.Signature, linear.Loader));
        Assert.StartsWith("Microsoft.ML.StandardTrainers, ", linear.Assembly, StringComparison.Ordinal);
        Assert.Equal([4, 3, 3, 0, 0, 0, 4, 0, 1, 2, 3, 3, 0, 1, 2, 3], Enumerable.Range(0, 16).Select(index => linear.Integer(4 * index)));
        Assert.Equal([1f, 1, 1], Enumerable.Range(16, 3).Select(index => linear.Number(4 * index)));
        Assert.Equal(19 * 4, linear.BodyLength);
    }

    [Fact]
    public void Entries_Schema_IsARowlessViewOfThePath()
    {
        using ZipArchive archive = Write(ChainInput.Path);
        byte[] schema = Content(archive, "Schema");

        Assert.Equal("CML\0DVB\0", Encoding.ASCII.GetString(schema.AsSpan(0, 8)));
        Assert.Equal(256, BinaryPrimitives.ReadInt64LittleEndian(schema.AsSpan(24)));
        Assert.Equal(schema.Length - 8, BinaryPrimitives.ReadInt64LittleEndian(schema.AsSpan(32)));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(schema.AsSpan(40)));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(schema.AsSpan(48)));
        Assert.Equal(
            "09496D61676550617468" + "085465787453" + "70616E" + "00" + "01" + "01" + "0001000000000000" + "0000000000000000" + "00425644004C4D43",
            Convert.ToHexString(schema.AsSpan(256)));
    }

    [Fact]
    public void Entries_TrainSchema_HoldsTheClassNames()
    {
        using ZipArchive archive = Write(ChainInput.Path);
        byte[] schema = Content(archive, "TransformerChain/Transform_004/TrainSchema");
        int contentsAt = (int)BinaryPrimitives.ReadInt64LittleEndian(schema.AsSpan(24));

        // One dense vector of three texts: their ends in characters, then the characters as UTF-8 behind their length.
        Assert.Equal([1, 3, -1, 0, 3, 4, 14, 18], Enumerable.Range(0, 8).Select(index => BinaryPrimitives.ReadInt32LittleEndian(schema.AsSpan(256 + (4 * index)))));
        byte[] names = Encoding.UTF8.GetBytes(string.Concat(Classes));
        Assert.Equal([(byte)names.Length, .. names], schema[288..(289 + names.Length)]);
        Assert.Equal("\u0005Label\u0004Key2\u0010\u0006UInt32\0\u0003", Encoding.Latin1.GetString(schema.AsSpan(contentsAt, 21)));
        Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(schema.AsSpan(48)));
    }

    private static ModelKeyReader Key(ZipArchive archive, int place, string signature, int written, int readable, string loader, string assembly)
    {
        ModelKeyReader key = ModelKeyReader.Read(archive, $"TransformerChain/Transform_{place:000}/Model.key");
        Assert.Equal(signature, key.Signature);
        Assert.Equal((0x00010000 + written, 0x00010000 + readable), (key.WrittenVersion, key.ReadableVersion));
        Assert.Equal(loader, key.Loader);
        Assert.Equal($"{assembly}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51", key.Assembly);
        return key;
    }

    private static byte[] Content(ZipArchive archive, string entry)
    {
        using Stream stream = archive.GetEntry(entry)!.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static ZipArchive Write(ChainInput input)
    {
        ModelManifest manifest = new()
        {
            Classes = Classes,
            Preprocessing = Preprocessing.Torch with { CropSize = 96, ResizeSize = 96 },
            Provenance = new ModelProvenance
            {
                Producer = "MLNetTransfer 0",
                Backbone = "small",
                BackboneSha256 = "ab",
                BackboneLicence = "MIT",
                FeatureNode = "features",
                Head = "softmax regression",
                Seed = 1,
                TrainingPictures = 12,
                TrainingDataSha256 = "cd",
            },
        };
        MemoryStream stream = new();
        ModelPackage.Write(stream, SmallNetwork.Write(SmallNetwork.Create(96, 3)), manifest, [], new ChainOptions { Input = input });
        return new ZipArchive(stream);
    }
}
