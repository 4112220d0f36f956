using MLNetTransfer.Cli.Output;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Cli.Tests.Output;

public sealed class WritersTests
{
    private static readonly ClassificationResult Good = new("a,b.jpg", [new("tabby", 0.75f), new("tiger \"cat\"", 0.125f)], null);
    private static readonly ClassificationResult Bad = new("c.jpg", [], "empty file");

    [Fact]
    public void Table_Rows_AreAligned()
    {
        using StringWriter writer = new();
        TableWriter table = new("NAME", ">SIZE");
        table.Add("a", "1");
        table.Add("longer", "12345");

        table.WriteTo(writer);

        Assert.Equal("NAME     SIZE\n------  -----\na           1\nlonger  12345\n", writer.ToString());
    }

    [Fact]
    public void WriteNumber_Numbers_AreInFullAndWhatIsNoneIsNull()
    {
        using StringWriter writer = new();

        JsonOutput.Write(
            writer,
            json =>
            {
                json.WriteStartObject();
                JsonOutput.WriteNumber(json, "third", 1.0 / 3);
                JsonOutput.WriteNumber(json, "missing", null);
                JsonOutput.WriteNumber(json, "none", double.NaN);
                json.WriteEndObject();
            },
            indented: false);

        Assert.Equal("{\"third\":0.3333333333333333,\"missing\":null,\"none\":null}\n", writer.ToString());
    }

    [Fact]
    public void Predictions_JsonLines_AreOneObjectALine()
    {
        Assert.Equal(
            "{\"file\":\"a,b.jpg\",\"label\":\"tabby\",\"probability\":0.75,\"top\":[{\"label\":\"tabby\",\"probability\":0.75},{\"label\":\"tiger \\\"cat\\\"\",\"probability\":0.125}]}\n"
            + "{\"file\":\"c.jpg\",\"error\":\"empty file\"}\n",
            Written("jsonl"));
    }

    [Fact]
    public void Predictions_Csv_IsQuotedWhereNeeded()
    {
        Assert.Equal(
            "file,label,probability,label2,probability2,error\n\"a,b.jpg\",tabby,0.75,\"tiger \"\"cat\"\"\",0.125,\nc.jpg,,,,,empty file\n",
            Written("csv"));
    }

    [Fact]
    public void Predictions_Table_ShowsTheRestBehind()
    {
        string[] lines = Written("table").Split('\n');

        Assert.Equal("a,b.jpg  tabby              0.7500  tiger \"cat\" 0.1250", lines[2]);
        Assert.Equal("c.jpg    (empty file)", lines[3]);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(46820737, "44.7 MiB")]
    public void Bytes_Size_IsReadable(double bytes, string expected) => Assert.Equal(expected, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(1.25, "1.3 s")]
    [InlineData(61, "1:01")]
    [InlineData(3725, "1:02:05")]
    public void Duration_Time_IsReadable(double seconds, string expected) => Assert.Equal(expected, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void PixelFont_Letter_IsItsShape()
    {
        Image image = new(5, 7);

        PixelFont.Draw(image, "T", 0, 0, 1, (255, 255, 255));

        string[] rows = [.. Enumerable.Range(0, 7).Select(y => string.Concat(Enumerable.Range(0, 5).Select(x => image.Row(y)[x * 3] > 0 ? '#' : '.')))];
        Assert.Equal(["#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."], rows);
    }

    [Fact]
    public void PixelFont_OutsideOfThePicture_IsCutOff()
    {
        Image image = new(8, 8);

        PixelFont.Draw(image, "E \u00e9", -3, 5, 3, (255, 0, 0));

        Assert.Contains((byte)255, image.Pixels);
    }

    [Fact]
    public void Grid_Pictures_AreOnTheSheet()
    {
        using TemporaryFolder folder = new();
        Image red = new(40, 20);
        for (int i = 0; i < red.Pixels.Length; i += 3)
        {
            red.Pixels[i] = 255;
        }

        string picture = folder.Write("red.png", PngEncoder.Encode(red));
        PictureGrid grid = new();
        grid.Add(new ClassificationResult(picture, [new("red", 1f)], null));
        grid.Add(Bad);
        string path = folder.PathOf("out", "grid.png");

        grid.Save(path);

        Image sheet = ImageDecoder.DecodeFile(path).Image;
        Assert.Equal((338, 208), (sheet.Width, sheet.Height));
        Assert.Equal([255, 0, 0], sheet.Row(86).Slice(86 * 3, 3).ToArray());
        Assert.Equal([255, 255, 255], sheet.Row(1)[..3].ToArray());
        Assert.Equal([Path.GetFileName(path)], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(file => Path.GetFileName(file)));
    }

    private static string Written(string format)
    {
        using StringWriter writer = new();
        PredictionWriter predictions = PredictionWriter.Create(format, writer, 2);
        predictions.Write(Good);
        predictions.Write(Bad);
        predictions.End();
        return writer.ToString();
    }
}
