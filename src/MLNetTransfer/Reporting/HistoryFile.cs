using System.Text;
using MLNetTransfer.Files;

namespace MLNetTransfer.Reporting;

/// <summary>
/// <c>history.csv</c>, a line an epoch while the run goes (RFC 4180, culture-invariant). Each line is on the disk when <see cref="Append"/> returns; a kill cuts
/// at most the line that is being written. Others may read the file meanwhile.
/// </summary>
public sealed class HistoryFile : IDisposable
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "history.csv";

    private const string LineEnd = "\r\n";

    private readonly FileStream _stream;

    private HistoryFile(string path) => _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);

    /// <summary>Begins a file with these rows, in place of one that may be there: none for a new run, those of the checkpoint for one that is resumed.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static HistoryFile Begin(string path, IEnumerable<HistoryRow> rows)
    {
        string text = ToText(rows);
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        return new HistoryFile(path);
    }

    /// <summary>Writes a row through to the disk.</summary>
    /// <exception cref="IOException">It cannot be written, for instance because the disk is full.</exception>
    public void Append(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _stream.Write(Encoding.UTF8.GetBytes(row.ToLine() + LineEnd));
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>The whole text of a file with these rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="withSeconds">False leaves the seconds empty: what goes into a model must not depend on the clock.</param>
    public static string ToText(IEnumerable<HistoryRow> rows, bool withSeconds = true)
    {
        ArgumentNullException.ThrowIfNull(rows);
        StringBuilder text = new();
        text.AppendJoin(',', HistoryRow.Columns).Append(LineEnd);
        foreach (HistoryRow row in rows)
        {
            text.Append((withSeconds ? row : row with { Seconds = null }).ToLine()).Append(LineEnd);
        }

        return text.ToString();
    }

    /// <summary>Reads a file. A last line without its end, which a kill left, is passed over.</summary>
    /// <exception cref="FormatException">It is no history; the message names file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainingHistory Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n');
        string header = string.Join(',', HistoryRow.Columns);
        if (lines.Length < 2 || lines[0].TrimEnd('\r') != header)
        {
            throw new FormatException($"{path}: the first line is not that of a history; expected '{header}'.");
        }

        List<HistoryRow> rows = [];
        for (int index = 1; index < lines.Length - 1; index++)
        {
            try
            {
                rows.Add(HistoryRow.Parse(lines[index].TrimEnd('\r')));
            }
            catch (FormatException exception)
            {
                throw new FormatException(FormattableString.Invariant($"{path}, line {index + 1}: {exception.Message}"), exception);
            }
        }

        return new TrainingHistory(rows);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
