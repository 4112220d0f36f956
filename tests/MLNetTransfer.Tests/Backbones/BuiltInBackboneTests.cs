using MLNetTransfer.Backbones;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Backbones;

public sealed class BuiltInBackboneTests
{
    [Fact]
    public void Load_NothingNamed_IsTheBuiltInOne()
    {
        PreparedBackbone backbone = PreparedBackbone.Load(null, null, new());

        Assert.Equal(BuiltInBackbone.Sha256, backbone.Sha256);
        Assert.Equal("mobilenetv2-0.75-tf-distilled", backbone.Name);
        Assert.Equal("Apache-2.0", backbone.Licence);
        Assert.Equal(1280, backbone.FeatureLength);
        Assert.Equal(128, backbone.Preprocessing.Preprocessing.CropSize);
        Assert.InRange(backbone.Features.ParameterCount, 100_000, 2_500_000);
        Assert.InRange(BuiltInBackbone.Bytes.Length, 100_000, 6_000_000);
        Assert.False(backbone.IsRandom);
        Assert.Null(backbone.Notice);
    }

    [Fact]
    public void Load_ByName_IsTheSame() => Assert.Equal(BuiltInBackbone.Sha256, PreparedBackbone.Load("builtin", null, new()).Sha256);

    [Fact]
    public void Load_OtherSize_TakesIt()
    {
        PreparedBackbone backbone = PreparedBackbone.Load(null, null, new() { Size = 192, Crop = 160 });

        Assert.Equal((192, 160), (backbone.Preprocessing.Preprocessing.ResizeSize, backbone.Preprocessing.Preprocessing.CropSize));
    }

    [Fact]
    public void Card_OfTheBuiltInOne_SaysWhatItLearntFrom()
    {
        Assert.Contains("mobilenetv2_1.0_224_tf_folded", BuiltInBackbone.Card.Origin, StringComparison.Ordinal);
        Assert.Contains("drawn", BuiltInBackbone.Card.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithoutABackbone_TellsColoursApartAndSaysWhatItUsed()
    {
        using ColouredPictures pictures = new();

        TransferResult result = TransferLearning.Train(pictures.Options("out") with { Backbone = null, Preprocessing = new() { Size = 32, Crop = 32 } }, NullProgressReporter.Instance, CancellationToken.None);

        Assert.DoesNotContain(result.Notices, notice => notice.Contains("random", StringComparison.Ordinal));
        ModelManifest manifest = ModelMetadata.Read(OnnxReader.Read(pictures.PathOf("out", "model.onnx")), "model")!;
        Assert.Equal(("mobilenetv2-0.75-tf-distilled", BuiltInBackbone.Sha256), (manifest.Provenance.Backbone, manifest.Provenance.BackboneSha256));
    }
}
