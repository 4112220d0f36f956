namespace MLNetTransfer.Datasets;

/// <summary>
/// Reads labelled pictures from a folder with one sub-folder for each class; deeper folders belong to the class above them. Files are known by their
/// extensions (<see cref="PictureFileNames"/>) and not opened; hidden files and folders are passed over. Links are followed, but never in a circle.
/// </summary>
public static class ImageFolder
{
    /// <summary>Lists the pictures of a folder of classes.</summary>
    /// <param name="path">The folder above the class folders.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="DatasetException">The folder cannot be used.</exception>
    public static ImageDataset Scan(string path, ImageFolderOptions? options = null)
    {
        FolderListing root = FolderListing.OpenRoot(path);
        if (SplitLayout.Find(root) is { } layout)
        {
            throw DatasetException.SplitFolders(path, layout.FolderNames);
        }

        return ScanClasses(root, options ?? new ImageFolderOptions());
    }

    /// <summary>
    /// Lists the pictures of a folder of classes, or of a folder that holds the folders train and val or test (also training, valid, validation, testing, in any
    /// case), each with the class folders inside. The latter is taken to be meant when there is a train folder with sub-folders and every other sub-folder either has
    /// a split's name or holds no picture.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>All pictures for training when the folder has no splits. Validation and test have the classes of training.</returns>
    /// <exception cref="DatasetException">The folder cannot be used; also when validation or test have classes that training does not have.</exception>
    public static DatasetSplit ScanSplits(string path, ImageFolderOptions? options = null)
    {
        options ??= new ImageFolderOptions();
        FolderListing root = FolderListing.OpenRoot(path);
        if (SplitLayout.Find(root) is not { } layout)
        {
            return new DatasetSplit(ScanClasses(root, options));
        }

        ImageDataset training = ScanClasses(layout.Training, options);
        ImageFolderOptions sameClasses = options with { KnownClasses = training.Classes };
        return new DatasetSplit(
            training,
            layout.Validation is null ? null : ScanClasses(layout.Validation, sameClasses),
            layout.Test is null ? null : ScanClasses(layout.Test, sameClasses));
    }

    private static ImageDataset ScanClasses(FolderListing root, ImageFolderOptions options)
    {
        List<string> warnings = [];
        IReadOnlyList<FolderListing> folders = root.Folders();
        int loosePictures = root.FilePaths().Count(PictureFileNames.IsPicture);
        if (folders.Count == 0)
        {
            throw DatasetException.NoClassFolders(root.Path, loosePictures);
        }

        if (loosePictures > 0)
        {
            warnings.Add($"{root.Path}: {DatasetException.Count(loosePictures, "picture")} directly in this folder, outside any class folder, not used.");
        }

        Dictionary<string, ClassContent> contents = new(StringComparer.Ordinal);
        foreach (FolderListing folder in folders)
        {
            contents.Add(folder.Name, ClassContent.Read(folder, warnings));
        }

        int ignoredFiles = contents.Values.Sum(content => content.IgnoredFiles);
        string[] empty = [.. contents.Where(pair => pair.Value.Pictures.Count == 0).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        if (empty.Length == contents.Count)
        {
            string? example = contents.Values.Select(content => content.IgnoredExample).FirstOrDefault(name => name is not null);
            throw DatasetException.NoPictures(root.Path, contents.Count, ignoredFiles, example);
        }

        IReadOnlyList<string> classes = options.KnownClasses ?? [.. contents.Keys.Except(empty).Order(StringComparer.Ordinal)];
        CheckClasses(root.Path, classes, contents, empty, options, warnings);
        return new ImageDataset
        {
            Root = root.Path,
            Classes = classes,
            Items = [.. classes.SelectMany((name, index) => contents.TryGetValue(name, out ClassContent? content) ? content.Pictures.Select(file => new ImageItem(file, index)) : [])],
            Warnings = warnings,
            IgnoredFiles = ignoredFiles,
        };
    }

    private static void CheckClasses(
        string path,
        IReadOnlyList<string> classes,
        Dictionary<string, ClassContent> contents,
        string[] empty,
        ImageFolderOptions options,
        List<string> warnings)
    {
        if (empty.Length > 0 && options.EmptyClassIsError)
        {
            throw DatasetException.EmptyClass(path, empty);
        }

        if (options.KnownClasses is null)
        {
            if (classes.Count == 1)
            {
                throw DatasetException.OneClassOnly(path, classes[0], contents[classes[0]].Pictures.Count, empty);
            }

            warnings.AddRange(empty.Select(name => $"{path}: the class folder '{name}' has no pictures; the class is left out."));
            return;
        }

        string[] unknown = [.. contents.Keys.Except(empty).Except(classes).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw DatasetException.UnknownClasses(path, unknown, classes);
        }

        string[] missing = [.. classes.Where(name => !contents.TryGetValue(name, out ClassContent? content) || content.Pictures.Count == 0)];
        if (missing.Length > 0)
        {
            warnings.Add($"{path}: no pictures of {DatasetException.Names(missing)}; these classes are not measured here.");
        }
    }

    private sealed record ClassContent(IReadOnlyList<string> Pictures, int IgnoredFiles, string? IgnoredExample)
    {
        public static ClassContent Read(FolderListing folder, List<string> warnings)
        {
            List<(string Key, string Path)> pictures = [];
            List<string> others = [];
            foreach (string file in folder.AllFilePaths(warnings))
            {
                if (PictureFileNames.IsPicture(file))
                {
                    string key = Path.GetRelativePath(folder.Path, file).Replace(Path.DirectorySeparatorChar, '/');
                    pictures.Add((key, file));
                }
                else
                {
                    others.Add(file);
                }
            }

            pictures.Sort((first, second) => string.CompareOrdinal(first.Key, second.Key));
            others.Sort(StringComparer.Ordinal);
            return new ClassContent([.. pictures.Select(picture => picture.Path)], others.Count, others.FirstOrDefault());
        }
    }
}
