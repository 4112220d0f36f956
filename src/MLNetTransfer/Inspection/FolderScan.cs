using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Inspection;

/// <summary>What lies in the folders of a data set. Unlike <see cref="ImageFolder"/> it refuses nothing: what cannot be trained with is found and told.</summary>
internal sealed class FolderScan
{
    public const string Training = "train";
    public const string Validation = "validation";
    public const string Test = "test";

    private readonly List<FoundPicture> _pictures = [];
    private readonly List<(string Split, string Name)> _classes = [];
    private readonly List<string> _loosePictures = [];
    private readonly List<string> _emptyFolders = [];
    private readonly List<string> _nestedFolders = [];
    private readonly List<string> _otherFiles = [];
    private readonly List<string> _namelessPictures = [];
    private readonly List<string> _warnings = [];

    private FolderScan()
    {
    }

    public IReadOnlyList<FoundPicture> Pictures => _pictures;

    /// <summary>All class folders, with or without pictures.</summary>
    public IReadOnlyList<(string Split, string Name)> Classes => _classes;

    /// <summary>Pictures beside the class folders.</summary>
    public IReadOnlyList<string> LoosePictures => _loosePictures;

    public IReadOnlyList<string> EmptyFolders => _emptyFolders;

    /// <summary>Folders with pictures inside class folders.</summary>
    public IReadOnlyList<string> NestedFolders => _nestedFolders;

    /// <summary>Files inside class folders that are no pictures.</summary>
    public IReadOnlyList<string> OtherFiles => _otherFiles;

    /// <summary>Files that are pictures by their content but not by their name.</summary>
    public IReadOnlyList<string> NamelessPictures => _namelessPictures;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <exception cref="DatasetException">A folder is missing or cannot be read.</exception>
    public static FolderScan Of(InspectionOptions options)
    {
        FolderScan scan = new();
        FolderListing root = FolderListing.OpenRoot(options.Folder);
        if (SplitLayout.Find(root) is { } layout)
        {
            scan.AddSplit(layout.Training, Training);
            scan.AddSplit(layout.Validation, Validation);
            scan.AddSplit(layout.Test, Test);
            scan._loosePictures.AddRange(root.FilePaths().Where(PictureFileNames.IsPicture).Order(StringComparer.Ordinal));
        }
        else
        {
            scan.AddSplit(root, options.ValidationFolder is null && options.TestFolder is null ? "" : Training);
        }

        scan.AddSplit(options.ValidationFolder is null ? null : FolderListing.OpenRoot(options.ValidationFolder), Validation);
        scan.AddSplit(options.TestFolder is null ? null : FolderListing.OpenRoot(options.TestFolder), Test);
        return scan;
    }

    private void AddSplit(FolderListing? folder, string split)
    {
        if (folder is null)
        {
            return;
        }

        _loosePictures.AddRange(folder.FilePaths().Where(PictureFileNames.IsPicture).Order(StringComparer.Ordinal));
        foreach (FolderListing classFolder in folder.Folders(_warnings))
        {
            _classes.Add((split, classFolder.Name));
            AddFiles(classFolder, split, classFolder.Name, isNested: false);
        }
    }

    private void AddFiles(FolderListing folder, string split, string className, bool isNested)
    {
        string[] files = [.. folder.FilePaths().Order(StringComparer.Ordinal)];
        IReadOnlyList<FolderListing> folders = folder.Folders(_warnings);
        if (files.Length == 0 && folders.Count == 0)
        {
            _emptyFolders.Add(folder.Path);
        }

        if (isNested && files.Any(PictureFileNames.IsPicture))
        {
            _nestedFolders.Add(folder.Path);
        }

        foreach (string file in files)
        {
            if (PictureFileNames.IsPicture(file))
            {
                _pictures.Add(new FoundPicture(file, split, className));
            }
            else
            {
                (HoldsPicture(file) ? _namelessPictures : _otherFiles).Add(file);
            }
        }

        foreach (FolderListing inner in folders)
        {
            AddFiles(inner, split, className, isNested: true);
        }
    }

    private static bool HoldsPicture(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            Span<byte> head = stackalloc byte[ImageFormatDetector.HeadLength];
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return ImageFormatDetector.Detect(head[..length]) is not (ImageFormat.Unknown or ImageFormat.Icon);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
