using System.Globalization;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>Holds a plan against the files: what each line moves where, and whether that can be done.</summary>
internal sealed class PlanCheck(string folder, string removed)
{
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _sources = new(SafePath.Comparer);
    private readonly HashSet<string> _targets = new(SafePath.Comparer);

    /// <summary>All moves of the plan, and those that are not done yet.</summary>
    /// <exception cref="CleaningException">A line cannot be carried out.</exception>
    public (List<FileMove> All, List<FileMove> Pending) Run(CleaningPlan plan, string name, CancellationToken cancellationToken)
    {
        List<FileMove> all = [];
        List<FileMove> pending = [];
        for (int index = 0; index < plan.Changes.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PlannedChange change = plan.Changes[index];
            if (change.Action == CleaningAction.Keep)
            {
                continue;
            }

            (string? problem, FileMove? move, bool isDone) = Check(change);
            if (move is null)
            {
                _problems.Add(string.Create(CultureInfo.InvariantCulture, $"file {index + 1} of the plan, {change.Path}: {problem}"));
                continue;
            }

            all.Add(move);
            if (!isDone)
            {
                pending.Add(move);
            }
        }

        return _problems.Count == 0 ? (all, pending) : throw CleaningException.Refused(name, _problems);
    }

    private (string? Problem, FileMove? Move, bool IsDone) Check(PlannedChange change)
    {
        if (SafePath.Resolve(folder, change.Path, out string from) is string wrongPath)
        {
            return ($"the path {wrongPath}; expected is a way below {folder}.", null, false);
        }

        if (!_sources.Add(from))
        {
            return ("it is there twice; expected is one line a file.", null, false);
        }

        string root = change.Action == CleaningAction.Drop ? removed : folder;
        string[] targets = change.Action switch
        {
            CleaningAction.Drop => [change.Path],
            CleaningAction.Relabel => [Join(change.Target, Path.GetFileName(from)), Join(change.Target, WithDigest(Path.GetFileName(from), change.Sha256))],
            _ => [change.Target],
        };
        List<string> full = [];
        foreach (string target in targets)
        {
            if (SafePath.Resolve(root, target, out string to) is string wrongTarget)
            {
                return ($"the target '{change.Target}' {wrongTarget}; expected is {(change.Action == CleaningAction.Relabel ? "a class folder" : "a path")} below {root}.", null, false);
            }

            full.Add(to);
        }

        if (change.Action == CleaningAction.Relabel && !Directory.Exists(Path.GetDirectoryName(full[0])))
        {
            return ($"there is no class folder '{change.Target}' in {folder}; expected is one that is there. Make it first if the class is new.", null, false);
        }

        return Place(change, from, targets, full, root == removed);
    }

    private (string? Problem, FileMove? Move, bool IsDone) Place(PlannedChange change, string from, string[] targets, List<string> full, bool isRemoved)
    {
        bool isThere = FileIdentity.Matches(from, change.Bytes, change.Sha256);
        for (int index = 0; index < full.Count; index++)
        {
            string to = full[index];
            FileMove move = new(change.Path, isRemoved, targets[index], from, to, change.Bytes, change.Sha256);
            bool isOccupied = FileIdentity.IsOccupied(to);
            if (isThere && !isOccupied && _targets.Add(to))
            {
                return (null, move, false);
            }

            if (!FileIdentity.IsOccupied(from) && FileIdentity.Matches(to, change.Bytes, change.Sha256) && _targets.Add(to))
            {
                return (null, move, true);
            }
        }

        string problem = isThere
            ? $"the target {full[^1]} is taken, by a file or by another line; name another one."
            : FileIdentity.IsOccupied(from) ? "the file has changed since the plan was made; make a new plan."
            : "the file is not there; make a new plan.";
        return (problem, null, false);
    }

    private static string Join(string folderName, string fileName) => $"{folderName.TrimEnd('/')}/{fileName}";

    private static string WithDigest(string fileName, string sha256) => $"{Path.GetFileNameWithoutExtension(fileName)}-{sha256[..8]}{Path.GetExtension(fileName)}";
}
