namespace MLNetTransfer.Reporting.Charts;

/// <summary>Estimates of how wide a text is, from above, in the units of a drawing.</summary>
internal static class ChartText
{
    // Widest share of the size of the font that a Latin letter takes on average in the fonts of the style; wide scripts take a whole one.
    public const double Letter = 8.2;
    public const double TitleLetter = 9.2;
    private const double WideLetter = 14;

    public static double Width(string text, double letter = Letter) => text.Sum(each => each < 0x1100 ? letter : WideLetter);

    /// <summary>The text, or as much of it as there is room for.</summary>
    public static string Fit(string text, double width, double letter = Letter)
    {
        if (Width(text, letter) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 1 && Width(text[..length], letter) > width - letter)
        {
            length--;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "\u2026";
    }
}
