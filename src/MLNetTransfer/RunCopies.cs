using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Inspection;
using MLNetTransfer.Training.FeatureExtraction;

namespace MLNetTransfer;

/// <summary>Which pictures of a run are copies of each other: equal byte for byte, or nearly equal in the square that the network sees.</summary>
internal sealed class RunCopies
{
    private const double ErrorShare = 0.01;

    private readonly Dictionary<ContentKey, int> _groups;

    private RunCopies(Dictionary<ContentKey, int> groups)
    {
        _groups = groups;
    }

    public static RunCopies Find(IReadOnlyList<ExtractedPicture> pictures, int threads, CancellationToken cancellationToken)
    {
        ExtractedPicture[] different = [.. pictures.DistinctBy(picture => picture.Key)];
        ulong[] hashes = [.. different.Select(picture => picture.Fingerprint?.Hash ?? 0)];
        DisjointSets sets = new(different.Length);
        foreach (NearPair pair in NearDuplicateSearch.Find(hashes, index => different[index].Fingerprint is { IsTelling: true } print ? print : null, threads, null, cancellationToken))
        {
            sets.Join(pair.First, pair.Second);
        }

        return new RunCopies(different.Select((picture, index) => (picture.Key, Group: sets.Find(index))).ToDictionary(pair => pair.Key, pair => pair.Group));
    }

    /// <summary>A name that is the same for all copies of a picture.</summary>
    public string GroupOf(ExtractedPicture picture) => FormattableString.Invariant($"{_groups[picture.Key]}");

    /// <summary>
    /// Copies across the folders, and in several classes. Those that are measured with and learnt from make the figures wrong when they are <see cref="ErrorShare"/> of a part or more;
    /// fewer move them by less than the interval that is said beside them.
    /// </summary>
    /// <param name="folders">The pictures as they are given: shares that are taken from a folder keep copies together.</param>
    /// <param name="byPath">Those that can be read.</param>
    public IReadOnlyList<Finding> Findings(DatasetSplit folders, IReadOnlyDictionary<string, ExtractedPicture> byPath)
    {
        FindingList findings = new();
        ExtractedPicture[] training = Of(folders.Training);
        ILookup<ContentKey, ExtractedPicture> equal = training.ToLookup(picture => picture.Key);
        ILookup<int, ExtractedPicture> alike = training.ToLookup(picture => _groups[picture.Key]);
        foreach ((string name, ImageDataset? folder) in (ReadOnlySpan<(string, ImageDataset?)>)[("validation", folders.Validation), ("test", folders.Test)])
        {
            if (folder is null)
            {
                continue;
            }

            ExtractedPicture[] part = Of(folder);
            ILookup<bool, ExtractedPicture> isEqual = part.Where(picture => alike.Contains(_groups[picture.Key])).ToLookup(picture => equal.Contains(picture.Key));
            Across("exact-duplicates-across-splits", [.. isEqual[true]], picture => equal[picture.Key], "among the training pictures too, byte for byte");
            Across("near-duplicates-across-splits", [.. isEqual[false]], picture => alike[_groups[picture.Key]], "nearly equal to training pictures (resized, cut, mirrored, or taken at the same moment)");

            void Across(string check, ExtractedPicture[] shared, Func<ExtractedPicture, IEnumerable<ExtractedPicture>> learnt, string what) => findings.Groups(
                check,
                shared.Length >= ErrorShare * part.Length ? FindingSeverity.Error : FindingSeverity.Warning,
                shared.GroupBy(picture => _groups[picture.Key]).Select(group => Paths(learnt(group.First()).Concat(group))),
                _ => FormattableString.Invariant($"{shared.Length} of the {name} pictures {FindingList.Are(shared.Length)} {what}; its figures are too good by that. See them with: mlnet-transfer inspect"));
        }

        findings.Groups(
            "exact-duplicates-across-classes",
            FindingSeverity.Warning,
            equal.Where(group => group.DistinctBy(picture => picture.Item.ClassIndex).Skip(1).Any()).Select(Paths),
            count => FormattableString.Invariant($"{FindingList.Count(count, "training picture")} {(count == 1 ? "lies" : "lie")} in several classes, byte for byte; at most one label of each is right. See them with: mlnet-transfer inspect"));
        return findings.ToList();

        ExtractedPicture[] Of(ImageDataset dataset) => [.. dataset.Items.Where(item => byPath.ContainsKey(item.Path)).Select(item => byPath[item.Path])];
    }

    private static string[] Paths(IEnumerable<ExtractedPicture> pictures) => [.. pictures.Select(picture => picture.Item.Path)];
}
