using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets;
using MLNetTransfer.Downloads;

namespace MLNetTransfer.Tests.Backbones;

public sealed class BackboneResolverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_NameNotDownloaded_SaysTheCommand()
    {
        MissingModelException exception = Assert.Throws<MissingModelException>(() => MakeResolver().Resolve("mobilenetv2"));

        Assert.Contains("mlnet-transfer backbones get mobilenetv2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("13.3 MiB", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("no/such.onnx")]
    public void Resolve_NeitherFileNorName_ListsTheNames(string name)
    {
        MissingModelException exception = Assert.Throws<MissingModelException>(() => MakeResolver().Resolve(name));

        Assert.Contains("mobilenetv2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_Folder_SaysSo()
    {
        MissingModelException exception = Assert.Throws<MissingModelException>(() => MakeResolver().Resolve(_folder.FullName));

        Assert.Contains("is a folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_DamagedFileInCache_IsNotUsed()
    {
        CatalogEntry entry = BackboneCatalog.FindByName("squeezenet")!.Download!;
        _folder.Write("backbones/squeezenet1.1-7.onnx", new byte[entry.Bytes!.Value]);

        MissingModelException exception = Assert.Throws<MissingModelException>(() => MakeResolver().Resolve("squeezenet"));

        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChoosePreprocessing_UnknownFile_IsTorchAndSaysSo()
    {
        ResolvedBackbone backbone = MakeResolver().Resolve(_folder.Write("mine.onnx", [1, 2, 3]));

        PreprocessingChoice choice = backbone.ChoosePreprocessing(new PreprocessingOptions());

        Assert.Null(backbone.Entry);
        Assert.Equal(PreprocessingSource.Default, choice.Source);
        Assert.Equal(Preprocessing.Torch, choice.Preprocessing);
        Assert.Contains("--preprocess", choice.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ChoosePreprocessing_Sources_GoOptionsThenCatalogueThenFileThenDefault()
    {
        ResolvedBackbone known = new("x.onnx", new string('0', 64), BackboneCatalog.FindByName("efficientnet"));
        ResolvedBackbone unknown = known with { Entry = null };

        Assert.Equal(PreprocessingSource.Options, known.ChoosePreprocessing(new PreprocessingOptions { Mode = "tf" }, Preprocessing.Unit).Source);
        Assert.Equal(PreprocessingSource.Catalogue, known.ChoosePreprocessing(new PreprocessingOptions(), Preprocessing.Unit).Source);
        Assert.Equal(Preprocessing.Unit, unknown.ChoosePreprocessing(new PreprocessingOptions(), Preprocessing.Unit).Preprocessing);
        PreprocessingChoice cropped = known.ChoosePreprocessing(new PreprocessingOptions { Crop = 112 });
        Assert.Equal(PreprocessingSource.Catalogue, cropped.Source);
        Assert.Equal(112, cropped.Preprocessing.CropSize);
        Assert.Equal(127f, cropped.Preprocessing.Mean.Red);
    }

    [SharedDataTheory]
    [InlineData("mobilenetv2_1.0_224_tf_folded", "tf", BackboneLabels.ImageNetWithBackground)]
    [InlineData("mobilenetv2_1.0_gluon_bn_backbone", "torch", BackboneLabels.None)]
    [InlineData("mobilenetv2_0.35_224_keras_bn_backbone", "tf", BackboneLabels.None)]
    [InlineData("squeezenet1.1_gluon", "torch", BackboneLabels.ImageNet)]
    [InlineData("resnet18_torchvision_folded_to_layer3", "torch", BackboneLabels.None)]
    public void Resolve_KnownFileUnderAnotherName_IsRecognised(string name, string preprocessing, BackboneLabels labels)
    {
        string copy = _folder.PathOf("copy.onnx");
        File.Copy(Repository.SharedPath("weights", name + ".onnx"), copy);

        ResolvedBackbone backbone = MakeResolver().Resolve(copy);

        Assert.Equal(name, backbone.Entry?.Name);
        Assert.Equal(preprocessing, backbone.Entry!.PreprocessingName);
        Assert.Equal(labels, backbone.Entry.Labels);
        Assert.Equal(PreprocessingSource.Catalogue, backbone.ChoosePreprocessing(new PreprocessingOptions()).Source);
    }

    private BackboneResolver MakeResolver() => new(new DownloadCache(_folder.FullName));
}
