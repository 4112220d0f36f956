#if WITH_MLNET
using Microsoft.ML;
using MLNetTransfer.Datasets;
#endif

namespace MLNetTransfer.MLNet.Tests;

public sealed class ImageFolderDataViewTests
{
#if WITH_MLNET
    [Fact]
    public void LoadFromImageFolder_TwoClasses_GivesOneRowPerPicture()
    {
        using TemporaryFolder folder = new();
        folder.Write("cat/1.png", [1]);
        folder.Write("dog/2.png", [2]);
        ImageDataset dataset = ImageFolder.Scan(folder.FullName);
        MLContext context = new(seed: 1);

        IDataView view = context.Data.LoadFromImageFolder(dataset);

        LabeledPicture[] rows = [.. context.Data.CreateEnumerable<LabeledPicture>(view, reuseRowObject: false)];
        Assert.Equal(["cat", "dog"], rows.Select(row => row.Label));
        Assert.Equal(dataset.Items.Select(item => item.Path), rows.Select(row => row.ImagePath));
    }
#else
    [Fact(Skip = "The ML.NET packages are not on the package source, so the adapter is not built.")]
    public void Adapter_PackagesMissing_IsNotBuilt()
    {
    }
#endif
}
