using MLNetTransfer.Cli.Commands;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class PictureInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureInputsTests()
    {
        foreach (string name in new[] { "b.jpg", "a.png", "notes.txt", "sub/c.jpg", "sub/deep/d.jpeg", "sub/.hidden/e.jpg" })
        {
            _folder.Write(name, [1]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Expand_Folder_IsEveryPictureBelowInOrder() => Assert.Equal(["a.png", "b.jpg", "sub/c.jpg", "sub/deep/d.jpeg"], Expand(_folder.FullName));

    [Theory]
    [InlineData("*.jpg", "b.jpg")]
    [InlineData("?.png", "a.png")]
    [InlineData("sub/*.jpg", "sub/c.jpg")]
    [InlineData("**/*.jpg", "b.jpg|sub/c.jpg")]
    [InlineData("s*/**/*.jp*", "sub/c.jpg|sub/deep/d.jpeg")]
    [InlineData("*/*/d.*", "sub/deep/d.jpeg")]
    public void Expand_Pattern_IsWhatMatches(string pattern, string expected) => Assert.Equal(expected.Split('|'), Expand(_folder.PathOf(pattern)));

    [Fact]
    public void Expand_PatternWithoutMatch_SaysSo()
    {
        NoPicturesException exception = Assert.Throws<NoPicturesException>(() => Expand(_folder.PathOf("*.bmp")));

        Assert.Contains("*.bmp matches no file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_FolderWithoutPictures_SaysSo() => Assert.Throws<NoPicturesException>(() => Expand(Directory.CreateDirectory(_folder.PathOf("empty")).FullName));

    [Fact]
    public void Expand_MissingFile_StaysInTheList() => Assert.Equal(["nosuch.jpg"], Expand(_folder.PathOf("nosuch.jpg")));

    [Fact]
    public void Expand_Dash_IsTheListOnInput()
    {
        using StringReader input = new("one.jpg\n\ntwo words.png\n");

        Assert.Equal(["one.jpg", "two words.png"], new PictureInputs(input).Expand(["-"]));
    }

    private string[] Expand(string input) =>
        [.. new PictureInputs(TextReader.Null).Expand([input]).Select(path => Path.GetRelativePath(_folder.FullName, path).Replace('\\', '/'))];
}
