using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Tests.Inspection;

/// <summary>What happens to pictures on their way through the world.</summary>
internal static class PictureChanges
{
    public static Image Apply(Image image, string change) => change switch
    {
        "half" => new Resizer().Resize(image, Math.Max(1, image.Width / 2), Math.Max(1, image.Height / 2), ResizeFilter.Bilinear),
        "cut" => Cut(image, 0.05f),
        "mirrored" => Map(image, image.Width, image.Height, (x, y) => (image.Width - 1 - x, y)),
        "turned" => Map(image, image.Height, image.Width, (x, y) => (y, image.Height - 1 - x)),
        "bright" => Brighter(image),
        "all" => Brighter(Apply(Cut(image, 0.03f), "mirrored")),
        _ => image,
    };

    private static Image Cut(Image image, float share) => new Resizer().Resize(
        image,
        new ImageBox(image.Width * share, image.Height * share, image.Width * (1 - share), image.Height * (1 - share)),
        Math.Max(1, (int)(image.Width * (1 - (2 * share)))),
        Math.Max(1, (int)(image.Height * (1 - (2 * share)))),
        ResizeFilter.Bilinear);

    private static Image Brighter(Image image) => new(image.Width, image.Height, [.. image.Pixels.Select(level => (byte)Math.Min(255, 10 + (level * 1.2)))]);

    private static Image Map(Image image, int width, int height, Func<int, int, (int X, int Y)> from)
    {
        Image result = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int sourceX, int sourceY) = from(x, y);
                image.Row(sourceY).Slice(sourceX * 3, 3).CopyTo(result.Row(y)[(x * 3)..]);
            }
        }

        return result;
    }
}
