using System.Globalization;
using System.Text;
using MLNetTransfer.Files;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>
/// Carries out a <see cref="CleaningPlan"/> by moving files, never by deleting them. Everything is checked before the first file moves; a file that says how to put everything
/// back is written before that too. A run that was killed goes on when it is started again, and can be undone at any point.
/// </summary>
public sealed class DatasetCleaner
{
    private static readonly string[] UndoColumns = ["path", "place", "moved_to", "bytes", "sha256"];

    private readonly string _folder;
    private readonly string _removed;

    /// <summary>Makes a cleaner.</summary>
    /// <param name="folder">The data set.</param>
    /// <param name="quarantine">Where removed files go, outside of the data set; null for a folder beside it with the same name and <c>-removed</c>.</param>
    /// <exception cref="CleaningException">The folders cannot be used.</exception>
    public DatasetCleaner(string folder, string? quarantine = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(_folder))
        {
            throw new CleaningException($"There is no folder {_folder}; expected is the data set that the plan was made for.");
        }

        string? above = Path.GetDirectoryName(_folder);
        if (quarantine is null && above is null)
        {
            throw new CleaningException($"{_folder} has no folder above it where removed files could go. Name one with --quarantine.");
        }

        _removed = Path.TrimEndingDirectorySeparator(Path.GetFullPath(quarantine ?? Path.Combine(above!, Path.GetFileName(_folder) + "-removed")));
        if (SafePath.IsWithin(_removed, _folder) || SafePath.IsWithin(_folder, _removed))
        {
            throw new CleaningException($"The folder of removed files is {_removed}, and the data set {_folder}; expected is that neither lies in the other, since folders in a data set are classes. Name another one with --quarantine.");
        }
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="name">What the plan is called in messages, such as its path.</param>
    /// <param name="isDryRun">Only checks and says what would be moved.</param>
    /// <param name="cancellationToken">Stops between files; the same call goes on.</param>
    /// <exception cref="CleaningException">A line cannot be carried out; nothing was moved. Or moving failed on the way.</exception>
    public CleaningResult Apply(CleaningPlan plan, string name, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (List<FileMove> all, List<FileMove> pending) = new PlanCheck(_folder, _removed).Run(plan, name, cancellationToken);
        string? undo = null;
        if (!isDryRun && all.Count > 0)
        {
            undo = Path.Combine(_removed, $"undo-{plan.Digest}.csv");
            WriteUndo(undo, all);
            Move(pending.Select(move => (move.From, move.To)), undo, cancellationToken);
        }

        return new CleaningResult([.. pending.Select(move => (move.From, move.To))], all.Count - pending.Count, plan.Changes.Count(change => change.Action == CleaningAction.Keep), undo);
    }

    /// <summary>Puts back what a plan has moved.</summary>
    /// <param name="undoFile">The file that <see cref="Apply"/> wrote.</param>
    /// <param name="isDryRun">Only checks and says what would be moved.</param>
    /// <param name="cancellationToken">Stops between files; the same call goes on.</param>
    /// <exception cref="CleaningException">A file cannot be put back; nothing was moved. Or moving failed on the way.</exception>
    public CleaningResult Undo(string undoFile, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(undoFile);
        List<string> problems = [];
        List<(string From, string To)> pending = [];
        HashSet<string> seen = new(SafePath.Comparer);
        int done = 0;
        foreach ((int line, string[] values) in CommaSeparated.Read(undoFile, UndoColumns))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string? problem = CheckUndo(values, seen, out string back, out string now, out bool isDone);
            if (problem is not null)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"));
            }
            else if (isDone)
            {
                done++;
            }
            else
            {
                pending.Add((now, back));
            }
        }

        if (problems.Count > 0)
        {
            throw CleaningException.Refused(undoFile, problems);
        }

        // The last move first, so that places are free again when they are needed.
        pending.Reverse();
        if (!isDryRun)
        {
            Move(pending, undoFile, cancellationToken);
        }

        return new CleaningResult(pending, done, 0, undoFile);
    }

    private string? CheckUndo(string[] values, HashSet<string> seen, out string back, out string now, out bool isDone)
    {
        (now, isDone) = ("", false);
        if (SafePath.Resolve(_folder, values[0], out back) is string wrongPath)
        {
            return $"the path '{values[0]}' {wrongPath}; expected is a way below {_folder}.";
        }

        if (values[1] is not ("removed" or "folder"))
        {
            return $"the place is '{values[1]}'; expected removed or folder.";
        }

        if (SafePath.Resolve(values[1] == "removed" ? _removed : _folder, values[2], out now) is string wrongTarget)
        {
            return $"the path '{values[2]}' {wrongTarget}.";
        }

        if (!long.TryParse(values[3], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
        {
            return $"bytes is '{values[3]}'; expected is a whole number.";
        }

        if (!seen.Add(back))
        {
            return $"'{values[0]}' is there twice; expected is one line a file.";
        }

        bool isBack = FileIdentity.Matches(back, bytes, values[4]);
        bool isThere = FileIdentity.Matches(now, bytes, values[4]);
        isDone = isBack && (!isThere || SafePath.Comparer.Equals(back, now));
        return isDone ? null
            : isThere && !FileIdentity.IsOccupied(back) ? null
            : isThere ? $"{back} is occupied; move it away, so that {now} can go back there."
            : $"{now} is not there any more, or was changed; it cannot be put back as {back}.";
    }

    private static void WriteUndo(string path, List<FileMove> moves)
    {
        StringBuilder text = new();
        CommaSeparated.AppendLine(text, UndoColumns);
        foreach (FileMove move in moves)
        {
            CommaSeparated.AppendLine(text, move.Path, move.IsRemoved ? "removed" : "folder", move.Target, move.Bytes.ToString(CultureInfo.InvariantCulture), move.Sha256);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CleaningException($"{path} cannot be written, and nothing was moved: {exception.Message} Make room or name another folder with --quarantine.", exception);
        }
    }

    private static void Move(IEnumerable<(string From, string To)> moves, string undo, CancellationToken cancellationToken)
    {
        int moved = 0;
        foreach ((string from, string to) in moves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Move(from, to, overwrite: false);
                moved++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CleaningException(
                    FormattableString.Invariant($"{from} cannot be moved to {to}: {exception.Message} {moved} files were moved before. Mend this and give the same command again to go on, or put everything back with --undo {undo}."),
                    exception);
            }
        }
    }
}
