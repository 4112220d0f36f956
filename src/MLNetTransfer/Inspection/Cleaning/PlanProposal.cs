using System.Globalization;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>
/// Makes a plan from an inspection, one line a file: the first reason counts. Of copies the one in the test pictures stays, since what is measured should not change, then that of
/// the validation pictures; among those the one with most pixels. Which label of a contradiction is right, a person decides.
/// </summary>
internal sealed class PlanProposal(InspectionReport report)
{
    private readonly string _root = Path.GetFullPath(report.Summary.Folder);
    private readonly Dictionary<string, PlannedChange> _changes = new(StringComparer.Ordinal);

    public CleaningPlan Make()
    {
        foreach (InspectedPicture picture in report.Pictures.Where(picture => !picture.IsReadable))
        {
            Add(picture, CleaningAction.Drop, "", $"cannot be used: {picture.Reason}");
        }

        foreach (DuplicateGroup group in report.Duplicates.OrderBy(group => group.Kind))
        {
            AddCopies(group);
        }

        HashSet<string> constant = new(report.Findings.Where(finding => finding.Check == "constant-pictures").SelectMany(finding => finding.Groups).SelectMany(group => group), StringComparer.Ordinal);
        Dictionary<string, SuspectLabel> suspects = (report.Mislabelled ?? []).ToDictionary(suspect => suspect.Path, StringComparer.Ordinal);
        foreach (InspectedPicture picture in report.Pictures)
        {
            if (constant.Contains(picture.Path))
            {
                Add(picture, CleaningAction.Drop, "", "shows one colour and nothing else");
            }
            else if (suspects.TryGetValue(picture.Path, out SuspectLabel? suspect))
            {
                Add(picture, CleaningAction.Keep, TargetFolder(picture, suspect.Proposed), string.Create(CultureInfo.InvariantCulture, $"looks like {suspect.Proposed} ({suspect.ProposedProbability:0.00}) rather than {suspect.Given} ({suspect.GivenProbability:0.00}); if so, write relabel"));
            }
            else if (picture.IsReadable && FileChecks.HasWrongExtension(picture) && FileChecks.ExtensionOf(picture.Format) is string extension)
            {
                string renamed = Path.ChangeExtension(picture.Path, extension);
                CleaningAction action = File.Exists(renamed) ? CleaningAction.Keep : CleaningAction.Move;
                Add(picture, action, SafePath.Relative(_root, Path.GetFullPath(renamed)), $"is {picture.Format.ToString().ToUpperInvariant()} by its content");
            }
        }

        return new CleaningPlan([.. _changes.Values.OrderBy(change => change.Path, StringComparer.Ordinal)]);
    }

    private void AddCopies(DuplicateGroup group)
    {
        string what = group.Kind switch
        {
            DuplicateKind.Exact => "copy, byte for byte, of",
            DuplicateKind.SamePixels => "same pixels as",
            _ => "nearly equal to",
        };
        InspectedPicture[] left = [.. group.Pictures.Where(picture => !_changes.TryGetValue(picture.Path, out PlannedChange? known) || known.Action == CleaningAction.Keep)];
        if (left.Length < 2)
        {
            return;
        }

        InspectedPicture kept = left.OrderBy(Rank).ThenByDescending(picture => picture.Pixels).ThenByDescending(picture => picture.Bytes).ThenBy(picture => picture.Path, StringComparer.Ordinal).First();
        if (left.Any(picture => picture.ClassName != kept.ClassName))
        {
            foreach (InspectedPicture picture in left)
            {
                InspectedPicture other = left.First(each => each.ClassName != picture.ClassName);
                Add(picture, CleaningAction.Keep, "", $"{what} {Name(other)}, in another class; write drop for the wrong one");
            }

            return;
        }

        foreach (InspectedPicture picture in left.Where(picture => picture != kept))
        {
            // Pictures of the same moment within a split do little harm, and some are wanted.
            bool isHarmless = group.Kind == DuplicateKind.Near && picture.Split == kept.Split;
            Add(picture, isHarmless ? CleaningAction.Keep : CleaningAction.Drop, "", $"{what} {Name(kept)}{(picture.Split == kept.Split ? "" : $", which is in {kept.Split}")}");
        }
    }

    private static int Rank(InspectedPicture picture) => picture.Split switch
    {
        FolderScan.Test => 0,
        FolderScan.Validation => 1,
        _ => 2,
    };

    private string Name(InspectedPicture picture) => SafePath.Relative(_root, Path.GetFullPath(picture.Path));

    // The folder of the class beside that of the picture, so that the split stays.
    private string TargetFolder(InspectedPicture picture, string className)
    {
        string[] parts = Name(picture).Split('/');
        int at = Array.IndexOf(parts, picture.ClassName);
        return string.Join('/', parts.Take(Math.Max(0, at)).Append(className));
    }

    private void Add(InspectedPicture picture, CleaningAction action, string target, string reason)
    {
        string full = Path.GetFullPath(picture.Path);
        if (_changes.ContainsKey(picture.Path) || !SafePath.IsWithin(full, _root))
        {
            return;
        }

        string path = SafePath.Relative(_root, full);
        if (picture.Error == ImageFormatError.Invalid && picture.Sha256.Length == 0)
        {
            (action, reason) = (CleaningAction.Keep, $"{reason} (not changed, since it cannot be read)");
        }
        else if (action != CleaningAction.Keep && SafePath.Resolve(_root, path, out _) is string problem)
        {
            (action, reason) = (CleaningAction.Keep, $"{reason} (not changed, since the path {problem})");
        }

        _changes.Add(picture.Path, new PlannedChange(action, path, target, OneLine(reason), picture.Bytes, picture.Sha256));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
