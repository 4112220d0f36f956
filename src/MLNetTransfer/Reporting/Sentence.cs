using System.Runtime.CompilerServices;

namespace MLNetTransfer.Reporting;

/// <summary>Text with measured numbers in it: HTML marks these, Markdown shows them. Made from an interpolated string.</summary>
[InterpolatedStringHandler]
internal sealed class Sentence
{
    private readonly List<(string Text, Figure? Figure)> _parts = [];

    public Sentence(int literalLength, int formattedCount) => _parts.Capacity = Math.Min(literalLength, (2 * formattedCount) + 1);

    /// <summary>Makes one of <c>$"..."</c>; what is put in is text or a <see cref="Figure"/>.</summary>
    public static Sentence Of(Sentence sentence) => sentence;

    public void AppendLiteral(string text) => _parts.Add((text, null));

    public void AppendFormatted(string text) => _parts.Add((text, null));

    public void AppendFormatted(Figure figure) => _parts.Add((figure.Text, figure));

    public void AppendFormatted(Sentence other) => _parts.AddRange(other._parts);

    public Markup WriteTo(Markup page)
    {
        foreach ((string text, Figure? figure) in _parts)
        {
            if (figure is Figure marked)
            {
                marked.WriteTo(page);
            }
            else
            {
                page.Text(text);
            }
        }

        return page;
    }

    public override string ToString() => string.Concat(_parts.Select(part => part.Text));
}
