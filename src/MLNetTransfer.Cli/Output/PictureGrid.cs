using System.Globalization;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Cli.Output;

// A sheet of small pictures with the label and the probability under each.
internal sealed class PictureGrid
{
    private const int Limit = 100;
    private const int Side = 160;
    private const int Margin = 6;
    private const int LineHeight = 18;
    private const int TextScale = 2;
    private const int CellWidth = Side + Margin;
    private const int CellHeight = Side + (2 * LineHeight) + Margin;

    private static readonly (byte Red, byte Green, byte Blue) Ink = (20, 20, 20);

    private readonly List<(Image? Picture, string Label, string Line)> _cells = [];
    private readonly Resizer _resizer = new();
    private int _left;

    internal void Add(ClassificationResult result)
    {
        if (_cells.Count == Limit)
        {
            _left++;
            return;
        }

        if (result.Error is not null || result.Top.Count == 0)
        {
            _cells.Add((null, "not readable", Path.GetFileName(result.Path)));
            return;
        }

        Image decoded = ImageDecoder.DecodeFile(result.Path, new ImageDecoderOptions { TargetSize = Side }).Image;
        double scale = (double)Side / Math.Max(decoded.Width, decoded.Height);
        Image small = _resizer.Resize(decoded, Math.Max(1, (int)Math.Round(decoded.Width * scale)), Math.Max(1, (int)Math.Round(decoded.Height * scale)), ResizeFilter.Bilinear);
        _cells.Add((small, result.Top[0].Label, string.Create(CultureInfo.InvariantCulture, $"{100 * result.Top[0].Probability:0.0} %")));
    }

    internal void Save(string path) => PictureSheet.Save(Draw(), path);

    internal string Describe(string path) => _left == 0
        ? $"Drew {Quantity.Count(_cells.Count)} pictures into {path}."
        : $"Drew the first {Quantity.Count(_cells.Count)} pictures into {path}; {Quantity.Count(_left)} more are not on it.";

    internal Image Draw()
    {
        int columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(_cells.Count)), 1, 8);
        int rows = Math.Max(1, (_cells.Count + columns - 1) / columns);
        Image sheet = new((columns * CellWidth) + Margin, (rows * CellHeight) + Margin);
        sheet.Pixels.AsSpan().Fill(255);
        for (int i = 0; i < _cells.Count; i++)
        {
            int left = Margin + (i % columns * CellWidth);
            int top = Margin + (i / columns * CellHeight);
            (Image? picture, string label, string line) = _cells[i];
            if (picture is not null)
            {
                PictureSheet.Paste(sheet, picture, left + ((Side - picture.Width) / 2), top + ((Side - picture.Height) / 2));
            }

            PixelFont.Draw(sheet, Fitted(label), left, top + Side + 2, TextScale, Ink);
            PixelFont.Draw(sheet, Fitted(line), left, top + Side + 2 + LineHeight, TextScale, Ink);
        }

        return sheet;
    }

    private static string Fitted(string text)
    {
        int characters = Side / (PixelFont.Advance * TextScale);
        return text.Length <= characters ? text : text[..(characters - 2)] + "..";
    }
}
