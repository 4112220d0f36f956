using System.Globalization;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Cli.Output;

// A sheet of small pictures with lines of text under each, such as the label and the probability.
internal sealed class PictureGrid(int lines = 2)
{
    internal static readonly (byte Red, byte Green, byte Blue) Ink = (20, 20, 20);
    internal static readonly (byte Red, byte Green, byte Blue) Right = (0, 110, 40);
    internal static readonly (byte Red, byte Green, byte Blue) Wrong = (190, 30, 30);

    private const int Limit = 100;
    private const int Side = 160;
    private const int Margin = 6;
    private const int LineHeight = 18;
    private const int TextScale = 2;
    private const int CellWidth = Side + Margin;

    private readonly int _cellHeight = Side + (lines * LineHeight) + Margin;
    private readonly List<(Image? Picture, (string Text, (byte Red, byte Green, byte Blue) Color)[] Lines)> _cells = [];
    private readonly Resizer _resizer = new();
    private int _left;

    internal void Add(ClassificationResult result, double? threshold = null)
    {
        if (result.Error is not null || result.Top.Count == 0)
        {
            Add(null, ("not readable", Ink), (Path.GetFileName(result.Path), Ink));
            return;
        }

        Add(result.Path, (result.IsBelow(threshold ?? 0) ? ClassificationResult.NoneOfThese : result.Top[0].Label, Ink), (string.Create(CultureInfo.InvariantCulture, $"{100 * result.Top[0].Probability:0.0} %"), Ink));
    }

    // Without a path the place of the picture stays empty.
    internal void Add(string? path, params (string Text, (byte Red, byte Green, byte Blue) Color)[] texts)
    {
        if (_cells.Count == Limit)
        {
            _left++;
            return;
        }

        _cells.Add((path is null ? null : Small(path), texts));
    }

    internal void Save(string path) => PictureSheet.Save(Draw(), path);

    internal string Describe(string path) => _left == 0
        ? $"Drew {Quantity.Count(_cells.Count)} pictures into {path}."
        : $"Drew the first {Quantity.Count(_cells.Count)} pictures into {path}; {Quantity.Count(_left)} more are not on it.";

    internal Image Draw()
    {
        int columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(_cells.Count)), 1, 8);
        int rows = Math.Max(1, (_cells.Count + columns - 1) / columns);
        Image sheet = new((columns * CellWidth) + Margin, (rows * _cellHeight) + Margin);
        sheet.Pixels.AsSpan().Fill(255);
        for (int i = 0; i < _cells.Count; i++)
        {
            int left = Margin + (i % columns * CellWidth);
            int top = Margin + (i / columns * _cellHeight);
            (Image? picture, (string Text, (byte Red, byte Green, byte Blue) Color)[] texts) = _cells[i];
            if (picture is not null)
            {
                PictureSheet.Paste(sheet, picture, left + ((Side - picture.Width) / 2), top + ((Side - picture.Height) / 2));
            }

            for (int line = 0; line < texts.Length; line++)
            {
                PixelFont.Draw(sheet, Fitted(texts[line].Text), left, top + Side + 2 + (line * LineHeight), TextScale, texts[line].Color);
            }
        }

        return sheet;
    }

    private Image Small(string path)
    {
        Image decoded = ImageDecoder.DecodeFile(path, new ImageDecoderOptions { TargetSize = Side }).Image;
        double scale = (double)Side / Math.Max(decoded.Width, decoded.Height);
        return _resizer.Resize(decoded, Math.Max(1, (int)Math.Round(decoded.Width * scale)), Math.Max(1, (int)Math.Round(decoded.Height * scale)), ResizeFilter.Bilinear);
    }

    private static string Fitted(string text)
    {
        int characters = Side / (PixelFont.Advance * TextScale);
        return text.Length <= characters ? text : text[..(characters - 2)] + "..";
    }
}
