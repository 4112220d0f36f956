using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Training.FeatureExtraction;

namespace MLNetTransfer;

/// <summary>Which pictures of a run are copies of each other: equal byte for byte, or nearly equal in the square that the network sees.</summary>
internal sealed class RunCopies
{
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

    /// <summary>What the user should know before figures are believed.</summary>
    public IEnumerable<string> Warnings(DatasetSplit folders, IReadOnlyDictionary<string, ExtractedPicture> byPath)
    {
        ExtractedPicture[] training = [.. Of(folders.Training)];
        HashSet<ContentKey> equal = [.. training.Select(picture => picture.Key)];
        HashSet<int> alike = [.. training.Select(picture => _groups[picture.Key])];
        foreach ((string name, ImageDataset? part) in new[] { ("validation", folders.Validation), ("test", folders.Test) })
        {
            int shared = part is null ? 0 : Of(part).Count(picture => !equal.Contains(picture.Key) && alike.Contains(_groups[picture.Key]));
            if (shared > 0)
            {
                yield return FormattableString.Invariant($"{shared} of the {name} pictures {(shared == 1 ? "is" : "are")} nearly equal to training pictures (resized, cut, mirrored, or taken at the same moment); its figures are too good by that. See them with: mlnet-transfer inspect");
            }
        }

        int several = training.GroupBy(picture => picture.Key).Count(group => group.Select(picture => picture.Item.ClassIndex).Distinct().Skip(1).Any());
        if (several > 0)
        {
            yield return FormattableString.Invariant($"{several} training picture{(several == 1 ? " lies" : "s lie")} in several classes, byte for byte; at most one label of each is right. See them with: mlnet-transfer inspect");
        }

        IEnumerable<ExtractedPicture> Of(ImageDataset dataset) => dataset.Items.Where(item => byPath.ContainsKey(item.Path)).Select(item => byPath[item.Path]);
    }
}
