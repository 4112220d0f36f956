namespace MLNetTransfer.Cli.Output;

// Columns of text under a heading, two spaces apart. Columns whose heading begins with '>' are aligned to the right.
internal sealed class TableWriter
{
    private readonly string[] _headings;
    private readonly bool[] _right;
    private readonly List<string[]> _rows = [];

    internal TableWriter(params string[] headings)
    {
        _headings = [.. headings.Select(heading => heading.TrimStart('>'))];
        _right = [.. headings.Select(heading => heading.StartsWith('>'))];
    }

    internal void Add(params string[] cells)
    {
        if (cells.Length != _headings.Length)
        {
            throw new ArgumentException($"A row has {cells.Length} cells, the table {_headings.Length} columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    internal void WriteTo(TextWriter writer)
    {
        int[] widths = [.. _headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        WriteRow(writer, _headings, widths);
        WriteRow(writer, [.. widths.Select(width => new string('-', width))], widths);
        foreach (string[] row in _rows)
        {
            WriteRow(writer, row, widths);
        }
    }

    private void WriteRow(TextWriter writer, string[] cells, int[] widths)
    {
        IEnumerable<string> padded = cells.Select((cell, column) => _right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
        writer.Write(string.Join("  ", padded).TrimEnd());
        writer.Write('\n');
    }
}
