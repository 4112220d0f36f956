using System.Text;

namespace MLNetTransfer.Reporting;

/// <summary>Text inside of Markdown: what comes in is shown as it is and forms nothing.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_[]<>|#~&";

    public static string Escape(Sentence sentence) => Escape(sentence.ToString());

    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char letter in text)
        {
            if (Special.Contains(letter))
            {
                escaped.Append('\\');
            }

            escaped.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return escaped.ToString();
    }

    public static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");

    /// <summary>The line under the heading of a table.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="texts">Columns with text.</param>
    /// <param name="numbers">Columns with numbers after these.</param>
    /// <param name="more">Columns with text at the end.</param>
    public static void Rule(StringBuilder text, int texts, int numbers, int more = 0) =>
        text.Append("| ").AppendJoin(" | ", [.. Enumerable.Repeat("---", texts), .. Enumerable.Repeat("---:", numbers), .. Enumerable.Repeat("---", more)]).Append(" |\n");
}
