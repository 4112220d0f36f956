using Microsoft.ML;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.MLNet;

/// <summary>Gives the pictures of a folder to ML.NET pipelines.</summary>
public static class ImageFolderDataView
{
    /// <summary>Makes a data view of the pictures of a data set: columns <c>ImagePath</c> and <c>Label</c>, both text, one row a picture.</summary>
    /// <param name="catalog">The data operations of an <see cref="MLContext"/>.</param>
    /// <param name="dataset">What <see cref="ImageFolder"/> found.</param>
    public static IDataView LoadFromImageFolder(this DataOperationsCatalog catalog, ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(dataset);
        return catalog.LoadFromEnumerable(dataset.Items.Select(item => new LabeledPicture
        {
            ImagePath = item.Path,
            Label = dataset.Classes[item.ClassIndex],
        }));
    }
}
