using System.Buffers;
using System.Text;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>Reads and writes tables of comma-separated values (RFC 4180). Reading also takes what spreadsheets save: semicolons or tabs, and a byte order mark.</summary>
internal static class CommaSeparated
{
    private const long LargestFile = 256L << 20;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"\r\n");

    /// <summary>One line of a table.</summary>
    public static void AppendLine(StringBuilder text, params ReadOnlySpan<string> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            string value = values[index];
            text.Append(index == 0 ? "" : ",");
            text.Append(value.AsSpan().ContainsAny(Quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value);
        }

        text.Append('\n');
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">What is wanted from each row, by the names in the first line; other columns are passed over.</param>
    /// <returns>The rows, with the number of the line where each begins.</returns>
    /// <exception cref="CleaningException">It cannot be read, or a column is missing.</exception>
    public static IReadOnlyList<(int Line, string[] Values)> Read(string path, IReadOnlyList<string> columns)
    {
        string text = ReadText(path);
        int end = text.IndexOfAny(['\n', '\r']);
        string head = end < 0 ? text : text[..end];
        char separator = head.Contains('\t', StringComparison.Ordinal) ? '\t' : head.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        List<(int Line, List<string> Values)> rows = Split(path, text, separator);
        List<string> names = rows.Count == 0 ? [] : [.. rows[0].Values.Select(name => name.Trim())];
        int[] positions = [.. columns.Select(column => names.FindIndex(name => name.Equals(column, StringComparison.OrdinalIgnoreCase)))];
        if (positions.Contains(-1))
        {
            throw new CleaningException($"{path}: the first line is '{head}'; expected are the columns {string.Join(',', columns)}. Use a file that the program wrote.");
        }

        return [.. rows.Skip(1)
            .Where(row => row.Values.Any(value => value.Length > 0))
            .Select(row => (row.Line, positions.Select(position => position < row.Values.Count ? row.Values[position] : "").ToArray()))];
    }

    private static string ReadText(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > LargestFile)
            {
                throw new CleaningException(FormattableString.Invariant($"{path} has {length} bytes; at most {LargestFile} are read. Use a file that the program wrote."));
            }

            return File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new CleaningException($"{path} cannot be read: {exception.Message} Expected is a table in UTF-8 that the program wrote.", exception);
        }
    }

    private static List<(int Line, List<string> Values)> Split(string path, string text, char separator)
    {
        List<(int Line, List<string> Values)> rows = [];
        List<string> row = [];
        StringBuilder value = new();
        int line = 1;
        int begun = 1;
        bool isQuoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            line += letter == '\n' ? 1 : 0;
            if (isQuoted)
            {
                if (letter != '"')
                {
                    value.Append(letter);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    value.Append('"');
                    at++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (letter == '"' && value.Length == 0)
            {
                isQuoted = true;
            }
            else if (letter == separator)
            {
                row.Add(value.ToString());
                value.Clear();
            }
            else if (letter == '\n')
            {
                EndRow();
            }
            else if (letter != '\r')
            {
                value.Append(letter);
            }
        }

        if (isQuoted)
        {
            throw new CleaningException(FormattableString.Invariant($"{path}: the quotation mark that opens in the row of line {begun} is never closed. Close it, or use a file that the program wrote."));
        }

        if (value.Length > 0 || row.Count > 0)
        {
            EndRow();
        }

        return rows;

        void EndRow()
        {
            row.Add(value.ToString());
            value.Clear();
            rows.Add((begun, row));
            row = [];
            begun = line;
        }
    }
}
