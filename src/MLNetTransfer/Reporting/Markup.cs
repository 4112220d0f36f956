using System.Globalization;
using System.Text;

namespace MLNetTransfer.Reporting;

/// <summary>
/// Builds SVG and HTML that is also well-formed XML. Everything that comes in is escaped, and what XML cannot hold (control characters, halves of surrogate pairs)
/// becomes U+FFFD; only <see cref="Raw"/> is taken as it is.
/// </summary>
internal sealed class Markup
{
    private static readonly string[] EmptyElements = ["meta", "circle", "line", "path", "rect", "img", "br"];

    // A line break after these would be a space in front of the comma that follows.
    private static readonly string[] InlineElements = ["a", "code", "data", "em", "small", "span", "strong", "text", "title", "tspan"];

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = [];

    /// <summary>A number with at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Opens an element.</summary>
    public Markup Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(element, attributes).Append('>');
        _open.Push(element);
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public Markup Close()
    {
        string element = _open.Pop();
        _text.Append("</").Append(element).Append(InlineElements.Contains(element) ? ">" : ">\n");
        return this;
    }

    /// <summary>An element with nothing but a text in it.</summary>
    public Markup Element(string element, string content, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(element, attributes).Text(content).Close();

    /// <summary>An element that cannot have content.</summary>
    public Markup Empty(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        if (!EmptyElements.Contains(element))
        {
            throw new ArgumentException($"<{element}/> means something else in HTML than in XML.", nameof(element));
        }

        Start(element, attributes).Append("/>\n");
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public Markup Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>Markup that is escaped already.</summary>
    public Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open.");

    private StringBuilder Start(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, string value) in attributes)
        {
            _text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _text.Append('"');
        }

        return _text;
    }

    private void Escape(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '&' => _text.Append("&amp;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                (< ' ' and not '\n' and not '\t') or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => _text.Append('\uFFFD'),
                _ => _text.Append(rune.ToString()),
            };
        }
    }
}
