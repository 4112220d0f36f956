using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Cli.Output;

// Pictures of one size side by side on white, and how a sheet becomes a file.
internal static class PictureSheet
{
    private const int Margin = 6;

    internal static Image Draw(IReadOnlyList<Image> pictures)
    {
        int width = pictures[0].Width + Margin;
        int height = pictures[0].Height + Margin;
        int columns = (int)Math.Ceiling(Math.Sqrt(pictures.Count));
        int rows = (pictures.Count + columns - 1) / columns;
        Image sheet = new((columns * width) + Margin, (rows * height) + Margin);
        sheet.Pixels.AsSpan().Fill(255);
        for (int i = 0; i < pictures.Count; i++)
        {
            Paste(sheet, pictures[i], Margin + (i % columns * width), Margin + (i / columns * height));
        }

        return sheet;
    }

    internal static void Paste(Image sheet, Image picture, int left, int top)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Row(y).CopyTo(sheet.Row(top + y)[(left * Image.Channels)..]);
        }
    }

    // The file appears whole or not at all.
    internal static void Save(Image sheet, string path)
    {
        byte[] bytes = PngEncoder.Encode(sheet);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string beside = $"{path}.{Guid.NewGuid():N}.part";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }
}
