using System.Globalization;
using MLNetTransfer.Explanation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Cli.Output;

// A picture beside itself under the heat of each class, with class and probability under it.
internal static class ExplanationSheet
{
    private const int Side = 320;
    private const int Margin = 8;
    private const int CaptionHeight = 26;
    private const int TextScale = 2;

    private static readonly (byte Red, byte Green, byte Blue) Ink = (20, 20, 20);

    internal static Image Draw(string name, IReadOnlyList<PictureExplanation> explanations)
    {
        (Image Picture, string Caption)[] panels =
        [
            (explanations[0].Picture(Side), name),
            .. explanations.Select(each => (each.Overlay(Side), Caption(each))),
        ];
        int width = panels[0].Picture.Width;
        int height = panels[0].Picture.Height;
        int advance = Math.Max(width, Side / 2) + Margin;
        Image sheet = new(Margin + (panels.Length * advance), height + CaptionHeight + (2 * Margin));
        sheet.Pixels.AsSpan().Fill(byte.MaxValue);
        for (int index = 0; index < panels.Length; index++)
        {
            int left = Margin + (index * advance);
            PictureSheet.Paste(sheet, panels[index].Picture, left, Margin);
            PixelFont.Draw(sheet, Fitted(panels[index].Caption, advance - Margin), left, Margin + height + 8, TextScale, Ink);
        }

        return sheet;
    }

    private static string Caption(PictureExplanation explanation) =>
        string.Create(CultureInfo.InvariantCulture, $"{explanation.ClassName} {100 * explanation.Probability:0.0} %");

    private static string Fitted(string text, int width)
    {
        int characters = width / (PixelFont.Advance * TextScale);
        return text.Length <= characters ? text : string.Concat(text.AsSpan(0, characters - 2), "..");
    }
}
