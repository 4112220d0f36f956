namespace MLNetTransfer.MLNet;

/// <summary>A row of <see cref="ImageFolderDataView"/>.</summary>
public sealed class LabeledPicture
{
    /// <summary>Path of the picture file.</summary>
    public string ImagePath { get; set; } = "";

    /// <summary>Name of its class.</summary>
    public string Label { get; set; } = "";
}
