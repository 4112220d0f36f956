using System.Runtime.Versioning;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Tests.Datasets;

public sealed class ImageFolderTests
{
    [Fact]
    public void Scan_Folder_ListsClassesAndPicturesInOrdinalOrder()
    {
        using TemporaryFolder folder = PictureFolder.Make("b/2.jpg", "b/10.JPG", "b/a/x.png", "b/a.gif", "Z/1.bmp", "a/1.jfif");

        ImageDataset dataset = ImageFolder.Scan(folder.FullName);

        Assert.Equal(["Z", "a", "b"], dataset.Classes);
        Assert.Equal(["Z/1.bmp:0", "a/1.jfif:1", "b/10.JPG:2", "b/2.jpg:2", "b/a.gif:2", "b/a/x.png:2"], Describe(folder, dataset));
        Assert.Equal([1, 1, 4], dataset.CountByClass());
        Assert.Empty(dataset.Warnings);
    }

    [Fact]
    public void Scan_OtherFiles_ListsUndecodableKindsAndIgnoresTheRest()
    {
        using TemporaryFolder folder = PictureFolder.Make(
            "a/1.webp", "a/2.tif", "a/3.heic", "a/4.avif", "a/.hidden.jpg", "a/Thumbs.db", "a/.DS_Store", "a/notes.txt", "a/noextension", "b/1.jpg", ".git/1.jpg", "__MACOSX/1.jpg");

        ImageDataset dataset = ImageFolder.Scan(folder.FullName);

        Assert.Equal(["a/1.webp:0", "a/2.tif:0", "a/3.heic:0", "a/4.avif:0", "b/1.jpg:1"], Describe(folder, dataset));
        Assert.Equal(2, dataset.IgnoredFiles);
    }

    [Fact]
    public void Scan_PicturesBesideTheClasses_Warns()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg", "loose.jpg");

        Assert.Contains("1 picture directly in this folder", Assert.Single(ImageFolder.Scan(folder.FullName).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_EmptyClass_LeavesItOutWithAWarning()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg", "c/", "d/readme.txt");

        ImageDataset dataset = ImageFolder.Scan(folder.FullName);

        Assert.Equal(["a", "b"], dataset.Classes);
        Assert.Equal(2, dataset.Warnings.Count);
        Assert.Contains("'c'", dataset.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("'d'", dataset.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_EmptyClassAskedStrictly_IsAnError()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg", "c/");

        AssertProblem(DatasetProblem.EmptyClass, folder.FullName, ["'c'", "remove the folder"], new ImageFolderOptions { EmptyClassIsError = true });
    }

    [Fact]
    public void Scan_OneClass_IsAnErrorThatNamesTheEmptyOnes()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "a/2.jpg", "b/");

        AssertProblem(DatasetProblem.OneClassOnly, folder.FullName, ["'a' (2 pictures)", "'b'", "at least two classes"]);
    }

    [Fact]
    public void Scan_NoPictures_NamesAFileThatWasFound()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/data.csv", "b/");

        AssertProblem(DatasetProblem.NoPictures, folder.FullName, ["2 class folders", "1 other file", "data.csv", ".jpeg"]);
    }

    [Fact]
    public void Scan_NoSubfolders_SaysHowManyPicturesLieLoose()
    {
        using TemporaryFolder folder = PictureFolder.Make("1.jpg", "2.jpg");

        AssertProblem(DatasetProblem.NoClassFolders, folder.FullName, ["2 pictures directly in it", "class folders"]);
    }

    [Fact]
    public void Scan_EmptyFolder_SaysWhatIsExpected()
    {
        using TemporaryFolder folder = new();

        AssertProblem(DatasetProblem.NoClassFolders, folder.FullName, ["no sub-folders", "one sub-folder for each class"]);
    }

    [Fact]
    public void Scan_File_SaysThatItIsOne()
    {
        using TemporaryFolder folder = PictureFolder.Make("flowers.zip");

        AssertProblem(DatasetProblem.FileInsteadOfFolder, folder.PathOf("flowers.zip"), ["is a file", "unpacked"]);
    }

    [Fact]
    public void Scan_MissingFolder_SaysSo()
    {
        using TemporaryFolder folder = new();

        AssertProblem(DatasetProblem.FolderMissing, folder.PathOf("absent"), ["There is no folder"]);
    }

    [UnprivilegedUnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Scan_FolderThatMayNotBeRead_NamesIt()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg");
        File.SetUnixFileMode(folder.PathOf("b"), UnixFileMode.None);
        try
        {
            AssertProblem(DatasetProblem.Unreadable, folder.FullName, [folder.PathOf("b"), "permissions"]);
        }
        finally
        {
            File.SetUnixFileMode(folder.PathOf("b"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Scan_KnownClasses_KeepsTheirOrderAndWarnsOfMissing()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg");

        ImageDataset dataset = ImageFolder.Scan(folder.FullName, new ImageFolderOptions { KnownClasses = ["c", "b", "a"] });

        Assert.Equal(["c", "b", "a"], dataset.Classes);
        Assert.Equal(["b/1.jpg:1", "a/1.jpg:2"], Describe(folder, dataset));
        Assert.Contains("'c'", Assert.Single(dataset.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_ClassesThatAreNotKnown_ListsThem()
    {
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "Tulip/1.jpg", "zebra/1.jpg", "empty/");

        AssertProblem(
            DatasetProblem.UnknownClasses, folder.FullName, ["'Tulip', 'zebra'. The known", "'a', 'tulip'", "upper and lower case"], new ImageFolderOptions { KnownClasses = ["a", "tulip"] });
    }

    [Fact]
    public void Scan_SplitFolders_AsksForOneOfThem()
    {
        using TemporaryFolder folder = PictureFolder.Make("train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg");

        AssertProblem(DatasetProblem.SplitFolders, folder.FullName, ["train, val", folder.PathOf("train")]);
    }

    [Theory]
    [InlineData("train", "val", "test")]
    [InlineData("Training", "VALID", "Testing")]
    [InlineData("TRAIN", "Validation", "test")]
    public void ScanSplits_SplitFolders_GivesThreeSplitsWithTheClassesOfTraining(string training, string validation, string test)
    {
        using TemporaryFolder folder = PictureFolder.Make($"{training}/a/1.jpg", $"{training}/b/1.jpg", $"{validation}/b/1.jpg", $"{test}/b/2.jpg", $"{test}/a/2.jpg", "vectorize.py", "docs/readme.txt");

        DatasetSplit split = ImageFolder.ScanSplits(folder.FullName);

        Assert.Equal([$"{training}/a/1.jpg:0", $"{training}/b/1.jpg:1"], Describe(folder, split.Training));
        Assert.Equal([$"{validation}/b/1.jpg:1"], Describe(folder, split.Validation!));
        Assert.Equal([$"{test}/a/2.jpg:0", $"{test}/b/2.jpg:1"], Describe(folder, split.Test!));
        Assert.Contains("'a'", Assert.Single(split.Validation!.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ScanSplits_TestHasAnotherClass_IsAnErrorThatListsIt()
    {
        using TemporaryFolder folder = PictureFolder.Make("train/a/1.jpg", "train/b/1.jpg", "test/c/1.jpg");

        DatasetException exception = Assert.Throws<DatasetException>(() => ImageFolder.ScanSplits(folder.FullName));

        Assert.Equal(DatasetProblem.UnknownClasses, exception.Problem);
        Assert.Equal(folder.PathOf("test"), exception.Path);
        Assert.Contains("'c'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScanSplits_ClassCalledTrain_IsAClass()
    {
        using TemporaryFolder folder = PictureFolder.Make("bus/1.jpg", "train/steam/1.jpg", "test/1.jpg");

        DatasetSplit split = ImageFolder.ScanSplits(folder.FullName);

        Assert.Equal(["bus", "test", "train"], split.Training.Classes);
        Assert.Null(split.Validation);
        Assert.Null(split.Test);
    }

    [Fact]
    public void ScanSplits_TwoFoldersForOneSplit_IsAnError()
    {
        using TemporaryFolder folder = PictureFolder.Make("train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg", "validation/a/1.jpg");

        DatasetException exception = Assert.Throws<DatasetException>(() => ImageFolder.ScanSplits(folder.FullName));

        Assert.Equal(DatasetProblem.AmbiguousSplit, exception.Problem);
        Assert.Contains("val and validation", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_LinkToAFolderAbove_IsNotFollowed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg");
        Directory.CreateSymbolicLink(folder.PathOf("a", "loop"), folder.FullName);

        ImageDataset dataset = ImageFolder.Scan(folder.FullName);

        Assert.Equal(["a/1.jpg:0", "b/1.jpg:1"], Describe(folder, dataset));
        Assert.Contains("leads back", Assert.Single(dataset.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_LinkedFoldersThatLeadToEachOther_Ends()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder elsewhere = PictureFolder.Make("2.jpg");
        using TemporaryFolder folder = PictureFolder.Make("a/1.jpg", "b/1.jpg");
        Directory.CreateSymbolicLink(folder.PathOf("a", "out"), elsewhere.FullName);
        Directory.CreateSymbolicLink(elsewhere.PathOf("back"), folder.PathOf("a"));

        Assert.Equal(["a/1.jpg:0", "a/out/2.jpg:0", "b/1.jpg:1"], Describe(folder, ImageFolder.Scan(folder.FullName)));
    }

    [SharedDataTheory]
    [InlineData("train", new[] { 506, 718, 511, 557, 638 })]
    [InlineData("val", new[] { 127, 180, 129, 140, 160 })]
    public void Scan_Flowers_FindsAllPictures(string split, int[] counts)
    {
        ImageDataset dataset = ImageFolder.Scan(Repository.SharedPath("images", "flowers", split));

        Assert.Equal(["daisy", "dandelion", "roses", "sunflowers", "tulips"], dataset.Classes);
        Assert.Equal(counts, dataset.CountByClass());
    }

    private static IEnumerable<string> Describe(TemporaryFolder folder, ImageDataset dataset) =>
        dataset.Items.Select(item => $"{Path.GetRelativePath(folder.FullName, item.Path).Replace('\\', '/')}:{item.ClassIndex}");

    private static void AssertProblem(DatasetProblem problem, string path, string[] parts, ImageFolderOptions? options = null)
    {
        DatasetException exception = Assert.Throws<DatasetException>(() => ImageFolder.Scan(path, options));

        Assert.Equal(problem, exception.Problem);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
