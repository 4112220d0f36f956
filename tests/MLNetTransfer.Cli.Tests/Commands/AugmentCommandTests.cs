using MLNetTransfer.Imaging;

namespace MLNetTransfer.Cli.Tests.Commands;

public sealed class AugmentCommandTests : IDisposable
{
    private static readonly string Picture = Repository.PathOf("datasets", "shapes", "star", "star-0001.jpg");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 9, "random crop of 0.35 to 1 of the area, horizontal flip 0.5, rotation 15")]
    [InlineData("--count 4 --preset none --rotation 36 --horizontal-flip 0.5", 4, "horizontal flip 0.5, rotation 36.")]
    [InlineData("--count 5 --preset strong --random-crop off --trivial-augment off --edge black", 5, "horizontal flip 0.5, erasing 0.25.")]
    [InlineData("--count 1 --preset none --random-crop 0.2,0.3 --crop-ratio 1,1 --vertical-flip 1 --brightness 0.1 --contrast 0.2 --saturation 0.3 --hue 0.4 --erasing 1", 1, "random crop of 0.2 to 0.3 of the area, vertical flip 1, brightness 0.1, contrast 0.2, saturation 0.3, hue 0.4, erasing 1.")]
    public async Task Augment_Switches_DrawTheSheetAndSayWhat(string switches, int count, string expected)
    {
        string grid = _folder.PathOf("new", "grid.png");

        CliRun run = await CliRunner.RunAsync(["augment", Picture, "--grid", grid, "--crop", "32", .. switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        int columns = (int)Math.Ceiling(Math.Sqrt(count));
        Image sheet = ImageDecoder.DecodeFile(grid).Image;
        Assert.Equal((6 + (38 * columns), 6 + (38 * ((count + columns - 1) / columns))), (sheet.Width, sheet.Height));
        Assert.Equal([grid], Directory.GetFiles(_folder.PathOf("new")));
    }

    [Fact]
    public async Task Augment_Seed_DecidesWhatIsDrawn()
    {
        byte[] first = await DrawAsync("a.png", "1");
        byte[] again = await DrawAsync("b.png", "1");
        byte[] other = await DrawAsync("c.png", "2");

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [InlineData("--preset hard", "Argument 'hard' not recognized")]
    [InlineData("--count 0", "--count is 0; expected at least 1.")]
    [InlineData("--count 101", "--count is 101; expected at most 100.")]
    [InlineData("--random-crop 1", "--random-crop is '1'; expected two numbers, the smaller first, as in 0.5,1, or off.")]
    [InlineData("--random-crop 0.9,0.5 --hue 0.7", "hue is 0.7; expected 0 to 0.5.")]
    [InlineData("--mixup 1", "'--mixup'")]
    public async Task Augment_WrongUse_ExitsWithTwo(string switches, string expected)
    {
        CliRun run = await CliRunner.RunAsync(["augment", Picture, "--grid", _folder.PathOf("grid.png"), .. switches.Split(' ')]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Augment_NoPicture_SaysSo()
    {
        string text = _folder.Write("text.jpg", "no picture"u8);

        CliRun broken = await CliRunner.RunAsync(["augment", text, "--grid", _folder.PathOf("grid.png")]);
        CliRun missing = await CliRunner.RunAsync(["augment", _folder.PathOf("missing.jpg"), "--grid", _folder.PathOf("grid.png")]);

        Assert.Equal(ExitCode.Data, broken.ExitCode);
        Assert.Contains(text, broken.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, missing.ExitCode);
        Assert.Contains("missing.jpg", missing.Error, StringComparison.Ordinal);
    }

    private async Task<byte[]> DrawAsync(string name, string seed)
    {
        string grid = _folder.PathOf(name);
        CliRun run = await CliRunner.RunAsync(["augment", Picture, "--grid", grid, "--count", "2", "--crop", "16", "--seed", seed, "--quiet"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        return await File.ReadAllBytesAsync(grid);
    }
}
