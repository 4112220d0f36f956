using MLNetTransfer.Backbones;

namespace MLNetTransfer.Tests.Backbones;

public sealed class BackboneCatalogTests
{
    [Fact]
    public void Entries_All_AreDistinctAndWellFormed()
    {
        string[] names = [.. BackboneCatalog.Entries.SelectMany(entry => entry.Aliases.Append(entry.Name))];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(BackboneCatalog.Entries.Count, BackboneCatalog.Entries.Select(entry => entry.Sha256).Distinct().Count());
        Assert.All(BackboneCatalog.Entries, entry => Assert.Matches("^[0-9a-f]{64}$", entry.Sha256));
        Assert.All(names, name => Assert.Equal(name.ToLowerInvariant(), name));
        Assert.Equal(9, BackboneCatalog.Downloadable.Count());
    }

    [Theory]
    [InlineData("mobilenetv2", "mobilenetv2-12")]
    [InlineData("MobileNetV2-12.onnx", "mobilenetv2-12")]
    [InlineData("resnet18", "resnet18-v1-7")]
    [InlineData("resnet50", "resnet50-v1-12")]
    [InlineData("squeezenet", "squeezenet1.1-7")]
    [InlineData("efficientnet-lite4", "efficientnet-lite4-11")]
    public void FindByName_NameOrAlias_IsTheEntry(string name, string expected) => Assert.Equal(expected, BackboneCatalog.FindByName(name)?.Name);

    [Theory]
    [InlineData("nosuch")]
    [InlineData("squeezenet1.1_gluon")]
    public void FindByName_NotDownloadable_IsNull(string name) => Assert.Null(BackboneCatalog.FindByName(name));

    [Fact]
    public void Download_Mobilenet_IsTheZooAddress() => Assert.Equal(
        "https://media.githubusercontent.com/media/onnx/models/main/validated/vision/classification/mobilenet/model/mobilenetv2-12.onnx",
        BackboneCatalog.FindByName("mobilenetv2")!.Download!.Url.ToString());

    [Fact]
    public void FindBySha256_UpperCase_IsTheEntry() =>
        Assert.Equal("mobilenetv2-12", BackboneCatalog.FindBySha256("C0C3F76D93FA3FD6580652A45618618A220FCED18BABF65774ED169DE0432AD5")?.Name);
}
