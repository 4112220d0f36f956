using System.Security.Cryptography;
using MLNetTransfer.Inspection.Cleaning;

namespace MLNetTransfer.Tests.Inspection.Cleaning;

public sealed class DatasetCleanerTests : IDisposable
{
    private readonly PlantedFolder _folder = new();

    public DatasetCleanerTests()
    {
        for (int index = 0; index < 6; index++)
        {
            _folder.Add($"a/{index}.jpg", [1, 2, 3, (byte)index]);
            _folder.Add($"b/{index}.jpg", [4, 5, 6, (byte)index]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Apply_ThenUndo_LeavesEverythingAsItWas()
    {
        string before = Listing();
        CleaningPlan plan = new([Change(CleaningAction.Drop, "a/0.jpg"), Change(CleaningAction.Relabel, "a/1.jpg", "b"), Change(CleaningAction.Move, "a/2.jpg", "c/new.jpg"), Change(CleaningAction.Keep, "a/3.jpg")]);

        CleaningResult done = Cleaner().Apply(plan, "plan", false, CancellationToken.None);

        Assert.Equal((3, 0, 1), (done.Moves.Count, done.AlreadyDone, done.Kept));
        Assert.False(File.Exists(_folder.PathOf("a/0.jpg")));
        Assert.Equal([1, 2, 3, 0], File.ReadAllBytes(_folder.Beside("pictures-removed/a/0.jpg")));
        string relabelled = Directory.GetFiles(_folder.PathOf("b"), "1-*.jpg").Single();
        Assert.Equal([1, 2, 3, 1], File.ReadAllBytes(relabelled));
        Assert.Equal([1, 2, 3, 2], File.ReadAllBytes(_folder.PathOf("c/new.jpg")));

        CleaningResult undone = Cleaner().Undo(done.UndoFile!, false, CancellationToken.None);

        Assert.Equal(3, undone.Moves.Count);
        Assert.Equal(before, Listing());
        Assert.Equal(3, Cleaner().Undo(done.UndoFile!, false, CancellationToken.None).AlreadyDone);
    }

    [Fact]
    public void Apply_DryRun_ChangesNothing()
    {
        string before = Listing();

        CleaningResult result = Cleaner().Apply(new([Change(CleaningAction.Drop, "a/0.jpg")]), "plan", true, CancellationToken.None);

        Assert.Single(result.Moves);
        Assert.Null(result.UndoFile);
        Assert.Equal(before, Listing());
        Assert.False(Directory.Exists(_folder.Beside("pictures-removed")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_KilledOnTheWay_GoesOnOrIsUndone(int moved)
    {
        string before = Listing();
        CleaningPlan plan = new([Change(CleaningAction.Drop, "a/0.jpg"), Change(CleaningAction.Relabel, "a/1.jpg", "b"), Change(CleaningAction.Drop, "b/2.jpg")]);
        CleaningResult whole = Cleaner().Apply(plan, "plan", false, CancellationToken.None);
        string after = Listing();
        Cleaner().Undo(whole.UndoFile!, false, CancellationToken.None);
        foreach ((string from, string to) in whole.Moves.Take(moved))
        {
            File.Move(from, to);
        }

        CleaningResult rest = Cleaner().Apply(plan, "plan", false, CancellationToken.None);

        Assert.Equal((3 - moved, moved), (rest.Moves.Count, rest.AlreadyDone));
        Assert.Equal(whole.UndoFile, rest.UndoFile);
        Assert.Equal(after, Listing());
        Cleaner().Undo(rest.UndoFile!, false, CancellationToken.None);
        Assert.Equal(before, Listing());
    }

    [Theory]
    [InlineData(CleaningAction.Drop, "../secret.txt", "", "leaves the folder")]
    [InlineData(CleaningAction.Drop, "a/../../secret.txt", "", "leaves the folder")]
    [InlineData(CleaningAction.Drop, "/etc/passwd", "", "leaves the folder")]
    [InlineData(CleaningAction.Drop, "a//0.jpg", "", "leaves the folder")]
    [InlineData(CleaningAction.Drop, "a/0.jpg\nx", "", "characters")]
    [InlineData(CleaningAction.Drop, "", "", "is empty")]
    [InlineData(CleaningAction.Drop, "a/9.jpg", "", "is not there")]
    [InlineData(CleaningAction.Drop, "a", "", "has changed")]
    [InlineData(CleaningAction.Relabel, "a/0.jpg", "../elsewhere", "leaves the folder")]
    [InlineData(CleaningAction.Relabel, "a/0.jpg", "nowhere", "no class folder 'nowhere'")]
    [InlineData(CleaningAction.Relabel, "a/0.jpg", "", "leaves the folder")]
    [InlineData(CleaningAction.Move, "a/0.jpg", "../0.jpg", "leaves the folder")]
    [InlineData(CleaningAction.Move, "a/0.jpg", "b/0.jpg", "is taken")]
    [InlineData(CleaningAction.Move, "a/0.jpg", "b", "is taken")]
    public void Apply_OneBadLine_MovesNothing(CleaningAction action, string path, string target, string expected)
    {
        File.WriteAllText(_folder.Beside("secret.txt"), "secret");
        string before = Listing();
        CleaningPlan plan = new([Change(CleaningAction.Drop, "a/5.jpg"), Change(action, path, target)]);

        CleaningException exception = Assert.Throws<CleaningException>(() => Cleaner().Apply(plan, "plan.csv", false, CancellationToken.None));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("plan.csv is not carried out, and nothing was moved", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Listing());
        Assert.False(Directory.Exists(_folder.Beside("pictures-removed")));
    }

    [Fact]
    public void Apply_SameFileOrTargetTwice_IsRefused()
    {
        CleaningPlan sources = new([Change(CleaningAction.Drop, "a/0.jpg"), Change(CleaningAction.Drop, "./a/0.jpg")]);
        CleaningPlan targets = new([Change(CleaningAction.Move, "a/0.jpg", "b/new.jpg"), Change(CleaningAction.Move, "a/1.jpg", "b/new.jpg")]);

        Assert.Contains("there twice", Assert.Throws<CleaningException>(() => Cleaner().Apply(sources, "plan", false, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Contains("is taken", Assert.Throws<CleaningException>(() => Cleaner().Apply(targets, "plan", false, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FileOfTheSameSizeChanged_IsRefused()
    {
        CleaningPlan plan = new([Change(CleaningAction.Drop, "a/0.jpg")]);
        File.WriteAllBytes(_folder.PathOf("a/0.jpg"), [9, 9, 9, 9]);

        Assert.Contains("has changed since the plan", Assert.Throws<CleaningException>(() => Cleaner().Apply(plan, "plan", false, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ThroughALink_IsRefused()
    {
        // On Windows making a link takes a privilege.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string outside = Directory.CreateDirectory(_folder.Beside("outside")).FullName;
        File.WriteAllBytes(Path.Combine(outside, "0.jpg"), [1, 2, 3, 0]);
        Directory.CreateSymbolicLink(_folder.PathOf("linked"), outside);
        CleaningPlan plan = new([new PlannedChange(CleaningAction.Drop, "linked/0.jpg", "", "", 4, Sha("a/0.jpg"))]);

        Assert.Contains("goes through the link", Assert.Throws<CleaningException>(() => Cleaner().Apply(plan, "plan", false, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(outside, "0.jpg")));
    }

    [Fact]
    public void Undo_ForeignFile_CannotReachOutside()
    {
        string before = Listing();
        foreach (string line in new[] { "../x.jpg,removed,a/0.jpg,4,SHA", "x.jpg,removed,../pictures/a/0.jpg,4,SHA", "x.jpg,elsewhere,a/0.jpg,4,SHA", "x.jpg,folder,/etc/hosts,4,SHA", "x.jpg,folder,a/0.jpg,5,SHA", "x.jpg,folder,a/0.jpg,many,SHA" })
        {
            string undo = _folder.Beside("undo.csv");
            File.WriteAllText(undo, $"path,place,moved_to,bytes,sha256\n{line.Replace("SHA", Sha("a/0.jpg"), StringComparison.Ordinal)}\n");

            Assert.Throws<CleaningException>(() => Cleaner().Undo(undo, false, CancellationToken.None));
        }

        Assert.Equal(before, Listing());
    }

    [Fact]
    public void Constructor_FoldersInsideEachOther_AreRefused()
    {
        Assert.Contains("neither lies in the other", Assert.Throws<CleaningException>(() => new DatasetCleaner(_folder.Root, _folder.PathOf("a/removed"))).Message, StringComparison.Ordinal);
        Assert.Contains("neither lies in the other", Assert.Throws<CleaningException>(() => new DatasetCleaner(_folder.PathOf("a"), _folder.Root)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<CleaningException>(() => new DatasetCleaner(_folder.PathOf("none"))).Message, StringComparison.Ordinal);
    }

    private DatasetCleaner Cleaner() => new(_folder.Root);

    private PlannedChange Change(CleaningAction action, string path, string target = "")
    {
        string full = _folder.PathOf(path);
        return new PlannedChange(action, path, target, "because", 4, File.Exists(full) && new FileInfo(full).Length == 4 ? Sha(path) : new string('0', 64));
    }

    private string Sha(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.PathOf(path))));

    private string Listing() => string.Join('\n', Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"{Path.GetRelativePath(_folder.Root, path)} {Convert.ToHexString(File.ReadAllBytes(path))}"));
}
