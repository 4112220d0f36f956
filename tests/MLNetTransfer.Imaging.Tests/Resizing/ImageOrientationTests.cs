using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Imaging.Tests.Resizing;

public class ImageOrientationTests
{
    // The letter F as EXIF viewers draw it, one row a word, for the picture as stored under each orientation.
    [Theory]
    [InlineData(1, "### #.. ##. #..")]
    [InlineData(2, "### ..# .## ..#")]
    [InlineData(3, "..# .## ..# ###")]
    [InlineData(4, "#.. ##. #.. ###")]
    [InlineData(5, "#### #.#. #...")]
    [InlineData(6, "#... #.#. ####")]
    [InlineData(7, "...# .#.# ####")]
    [InlineData(8, "#### .#.# ...#")]
    public void Apply_LetterStoredUnderEachOrientation_IsUpright(int orientation, string stored)
    {
        Image upright = ImageOrientation.Apply(Parse(stored), orientation);

        Assert.Equal("### #.. ##. #..", Format(upright));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 70)]
    [InlineData(67, 131)]
    [InlineData(96, 32)]
    public void Apply_AnySize_EveryPixelGoesWhereTheDefinitionSays(int width, int height)
    {
        Image image = Numbered(width, height);
        for (int orientation = 1; orientation <= 8; orientation++)
        {
            Image upright = ImageOrientation.Apply(image, orientation);

            Assert.Equal(orientation >= 5 ? (height, width) : (width, height), (upright.Width, upright.Height));
            for (int y = 0; y < upright.Height; y++)
            {
                for (int x = 0; x < upright.Width; x++)
                {
                    (int fromX, int fromY) = Origin(orientation, x, y, width, height);
                    Assert.Equal(image.Row(fromY).Slice(fromX * 3, 3), upright.Row(y).Slice(x * 3, 3));
                }
            }
        }
    }

    [Fact]
    public void Apply_One_GivesTheSamePicture()
    {
        Image image = Numbered(3, 2);

        Assert.Same(image, ImageOrientation.Apply(image, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-1)]
    public void Apply_OrientationOutsideOneToEight_Throws(int orientation)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageOrientation.Apply(Numbered(1, 1), orientation));
    }

    private static (int X, int Y) Origin(int orientation, int x, int y, int width, int height) => orientation switch
    {
        1 => (x, y),
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        _ => (width - 1 - y, x),
    };

    private static Image Numbered(int width, int height)
    {
        Image image = new(width, height);
        for (int i = 0; i < width * height; i++)
        {
            image.Pixels[i * 3] = (byte)i;
            image.Pixels[(i * 3) + 1] = (byte)(i >> 8);
            image.Pixels[(i * 3) + 2] = (byte)(i % 251);
        }

        return image;
    }

    private static Image Parse(string rows)
    {
        string[] lines = rows.Split(' ');
        Image image = new(lines[0].Length, lines.Length);
        for (int y = 0; y < lines.Length; y++)
        {
            for (int x = 0; x < lines[y].Length; x++)
            {
                image.Row(y).Slice(x * 3, 3).Fill(lines[y][x] == '#' ? (byte)255 : (byte)0);
            }
        }

        return image;
    }

    private static string Format(Image image) =>
        string.Join(' ', Enumerable.Range(0, image.Height).Select(y =>
            string.Concat(Enumerable.Range(0, image.Width).Select(x => image.Row(y)[x * 3] == 255 ? '#' : '.'))));
}
