namespace MLNetTransfer.Inspection;

/// <summary>What there is in a data set, in numbers.</summary>
/// <param name="Folder">The folder that was inspected.</param>
/// <param name="Pictures">Picture files.</param>
/// <param name="Readable">Those that can be decoded.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Splits">The pictures of each split and class.</param>
/// <param name="Formats">Picture files by their kind.</param>
/// <param name="Colours">Readable pictures by how they store colours.</param>
/// <param name="ShorterSide">Pixels of the shorter side.</param>
/// <param name="LongerSide">Pixels of the longer side.</param>
/// <param name="AspectRatio">Width by height.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record InspectionSummary(
    string Folder,
    int Pictures,
    int Readable,
    long Bytes,
    IReadOnlyList<SplitCount> Splits,
    IReadOnlyList<NamedCount> Formats,
    IReadOnlyList<NamedCount> Colours,
    Spread ShorterSide,
    Spread LongerSide,
    Spread AspectRatio,
    double Seconds)
{
    internal static InspectionSummary Of(string folder, FolderScan scan, IReadOnlyList<InspectedPicture> pictures, TimeSpan time)
    {
        InspectedPicture[] readable = [.. pictures.Where(picture => picture.IsReadable)];
        return new InspectionSummary(
            folder,
            pictures.Count,
            readable.Length,
            pictures.Sum(picture => picture.Bytes),
            [.. scan.Classes.GroupBy(each => each.Split, each => each.Name, StringComparer.Ordinal).Select(split => Count(split.Key, [.. split], pictures))],
            Counts(pictures.Where(picture => picture.Sha256.Length > 0).Select(picture => picture.Format.ToString())),
            Counts(readable.Select(picture => picture.Colours.ToString())),
            Spread.Of(readable.Select(picture => (double)Math.Min(picture.Width, picture.Height))),
            Spread.Of(readable.Select(picture => (double)Math.Max(picture.Width, picture.Height))),
            Spread.Of(readable.Select(picture => picture.Orientation >= 5 ? (double)picture.Height / picture.Width : (double)picture.Width / picture.Height)),
            Math.Round(time.TotalSeconds, 2));
    }

    private static SplitCount Count(string split, string[] classes, IReadOnlyList<InspectedPicture> pictures)
    {
        Dictionary<string, int> counts = pictures
            .Where(picture => picture.Split == split)
            .CountBy(picture => picture.ClassName, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return new SplitCount(split, counts.Values.Sum(), [.. classes.Distinct(StringComparer.Ordinal).Select(name => new NamedCount(name, counts.GetValueOrDefault(name)))]);
    }

    private static IReadOnlyList<NamedCount> Counts(IEnumerable<string> names) =>
        [.. names.CountBy(name => name, StringComparer.Ordinal).OrderByDescending(pair => pair.Value).Select(pair => new NamedCount(pair.Key, pair.Value))];
}
