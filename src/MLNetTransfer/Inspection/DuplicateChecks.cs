using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Progress;
using static MLNetTransfer.Inspection.FindingList;

namespace MLNetTransfer.Inspection;

/// <summary>Finds copies: by the digest of the file, by the digest of the pixels, and by what they look like.</summary>
internal static class DuplicateChecks
{
    /// <summary>All groups of copies; a picture may be in one group of each kind.</summary>
    public static IReadOnlyList<DuplicateGroup> Find(IReadOnlyList<InspectedPicture> pictures, int threads, IProgressReporter progress, CancellationToken cancellationToken)
    {
        List<DuplicateGroup> groups = [];
        groups.AddRange(Equal(DuplicateKind.Exact, pictures.Where(picture => picture.Bytes > 0 && picture.Sha256.Length > 0), picture => picture.Sha256));
        groups.AddRange(Equal(DuplicateKind.SamePixels, pictures.Where(picture => picture.IsReadable), picture => picture.PixelDigest)
            .Where(group => group.Pictures.DistinctBy(picture => picture.Sha256).Skip(1).Any()));
        groups.AddRange(Near([.. pictures.Where(picture => picture.IsReadable)], threads, progress, cancellationToken));
        return groups;
    }

    public static void Report(IReadOnlyList<DuplicateGroup> groups, FindingList findings)
    {
        foreach (DuplicateKind kind in (ReadOnlySpan<DuplicateKind>)[DuplicateKind.Exact, DuplicateKind.SamePixels, DuplicateKind.Near])
        {
            DuplicateGroup[] all = [.. groups.Where(group => group.Kind == kind)];
            (string name, string what) = kind switch
            {
                DuplicateKind.Exact => ("exact-duplicates", "copies, byte for byte,"),
                DuplicateKind.SamePixels => ("same-pixels", "copies with the same pixels in different files"),
                _ => ("near-duplicates", "nearly equal pictures"),
            };
            FindingSeverity within = kind == DuplicateKind.Near ? FindingSeverity.Information : FindingSeverity.Warning;
            findings.Groups(
                name + "-across-splits",
                FindingSeverity.Error,
                Paths(all.Where(group => group.CrossesSplits)),
                count => $"{Count(count, "group")} of {what} {(count == 1 ? "lies" : "lie")} in several splits. What is measured there was learnt from, so its figures are too good; remove the copies from the training pictures.");
            findings.Groups(
                name + "-across-classes",
                FindingSeverity.Error,
                Paths(all.Where(group => group.CrossesClasses)),
                count => $"{Count(count, "group")} of {what} {(count == 1 ? "lies" : "lie")} in several classes. At most one label is right; keep the picture in that class only, or remove it.");
            findings.Groups(
                name,
                within,
                Paths(all.Where(group => !group.CrossesSplits && !group.CrossesClasses)),
                count => $"{Count(count, "group")} of {what} {(count == 1 ? "lies" : "lie")} within one class and split. {(kind == DuplicateKind.Near ? "Splits that training makes keep them together; remove them if they are no pictures of their own." : "Each counts as often as it is there; keep one.")}");
        }

        static IEnumerable<IReadOnlyList<string>> Paths(IEnumerable<DuplicateGroup> groups) =>
            groups.Select(group => group.Pictures.Select(picture => picture.Path).ToArray());
    }

    private static IEnumerable<DuplicateGroup> Equal(DuplicateKind kind, IEnumerable<InspectedPicture> pictures, Func<InspectedPicture, string> digest) =>
        pictures.GroupBy(digest, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => new DuplicateGroup(kind, [.. group]));

    // Equal pictures are looked up once; a group is near only when it holds more than those.
    private static IEnumerable<DuplicateGroup> Near(InspectedPicture[] pictures, int threads, IProgressReporter progress, CancellationToken cancellationToken)
    {
        InspectedPicture[][] equal = [.. pictures.GroupBy(picture => picture.PixelDigest, StringComparer.Ordinal).Select(group => group.ToArray())];
        PictureFingerprint[] prints = [.. equal.Select(group => group[0].Fingerprint!)];
        DisjointSets sets = new(equal.Length);
        using IProgressTask task = progress.Start("Copies", equal.Length, "pictures");
        foreach (NearPair pair in NearDuplicateSearch.Find([.. prints.Select(print => print.Hash)], index => prints[index].IsTelling ? prints[index] : null, threads, task.Advance, cancellationToken))
        {
            sets.Join(pair.First, pair.Second);
        }

        return sets.Groups().Select(group => new DuplicateGroup(DuplicateKind.Near, [.. group.SelectMany(index => equal[index])]));
    }
}
