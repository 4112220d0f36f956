namespace MLNetTransfer.Datasets;

/// <summary>The folders of a data set that comes already divided.</summary>
internal sealed record SplitLayout(FolderListing Training, FolderListing? Validation, FolderListing? Test)
{
    private static readonly string[] TrainingNames = ["train", "training"];
    private static readonly string[] ValidationNames = ["val", "valid", "validation"];
    private static readonly string[] TestNames = ["test", "testing"];

    /// <summary>Names of the folders that are there.</summary>
    public IReadOnlyList<string> FolderNames =>
        [.. new[] { Training, Validation, Test }.OfType<FolderListing>().Select(folder => folder.Name)];

    /// <summary>Recognises the layout; null where the sub-folders are classes.</summary>
    public static SplitLayout? Find(FolderListing root)
    {
        IReadOnlyList<FolderListing> folders = root.Folders();
        FolderListing? training = Find(root, folders, TrainingNames);
        if (training is null || training.Folders().Count == 0)
        {
            return null;
        }

        string[] splitNames = [.. TrainingNames, .. ValidationNames, .. TestNames];
        bool isSplit = folders
            .Where(folder => !splitNames.Contains(folder.Name, StringComparer.OrdinalIgnoreCase))
            .All(folder => !folder.AllFilePaths().Any(PictureFileNames.IsPicture));
        return isSplit ? new SplitLayout(training, Find(root, folders, ValidationNames), Find(root, folders, TestNames)) : null;
    }

    private static FolderListing? Find(FolderListing root, IReadOnlyList<FolderListing> folders, string[] names)
    {
        FolderListing[] found = [.. folders.Where(folder => names.Contains(folder.Name, StringComparer.OrdinalIgnoreCase))];
        return found.Length < 2 ? found.FirstOrDefault() : throw DatasetException.AmbiguousSplit(root.Path, found[0].Name, found[1].Name);
    }
}
