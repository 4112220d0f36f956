using System.Globalization;
using static MLNetTransfer.Inspection.FindingList;

namespace MLNetTransfer.Inspection;

/// <summary>Checks of the classes: their number of pictures, whether all splits have them, and names that look like the same name.</summary>
internal static class ClassChecks
{
    private const int MostListed = 10;

    public static void Run(FolderScan scan, IReadOnlyList<InspectedPicture> pictures, InspectionOptions options, FindingList findings)
    {
        Sizes(scan, pictures, options, findings);
        Splits(scan, findings);
        Names(scan, findings);
    }

    private static void Sizes(FolderScan scan, IReadOnlyList<InspectedPicture> pictures, InspectionOptions options, FindingList findings)
    {
        string learntFrom = scan.Classes.Count == 0 ? "" : scan.Classes[0].Split;
        (string Name, int Count)[] sizes = [.. pictures
            .Where(picture => picture.Split == learntFrom && picture.IsReadable)
            .CountBy(picture => picture.ClassName, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value))
            .OrderBy(pair => pair.Value)];
        if (sizes.Length < 2)
        {
            findings.Add("one-class", FindingSeverity.Error, sizes.Length == 0 ? "There is no picture that can be read; expected are at least two class folders with pictures." : $"Only the class '{sizes[0].Name}' has pictures that can be read; a classifier needs at least two.");
            return;
        }

        string[] few = [.. sizes.Where(size => size.Count < options.FewPictures).Select(size => string.Create(CultureInfo.InvariantCulture, $"{size.Name} ({size.Count})"))];
        if (few.Length > 0)
        {
            findings.Add("small-classes", FindingSeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"{(few.Length == 1 ? "One class has" : $"{few.Length} classes have")} fewer than {options.FewPictures} pictures to learn from: {List(few)}. Add pictures, or merge or leave out what is too rare."));
        }

        (string smallest, int least) = sizes[0];
        (string largest, int most) = sizes[^1];
        if (most >= options.UnevenRatio * least)
        {
            findings.Add("uneven-classes", FindingSeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"The classes are uneven: {largest} has {most} pictures, {smallest} has {least}. Look at the recall of the small ones rather than at the accuracy, add pictures to them, or train with --balance."));
        }
    }

    private static void Splits(FolderScan scan, FindingList findings)
    {
        HashSet<string> training = new(scan.Classes.Where(each => each.Split == FolderScan.Training).Select(each => each.Name), StringComparer.Ordinal);
        foreach (IGrouping<string, string> split in scan.Classes.Where(each => each.Split is FolderScan.Validation or FolderScan.Test).GroupBy(each => each.Split, each => each.Name))
        {
            string[] unknown = [.. split.Where(name => !training.Contains(name))];
            string[] missing = [.. training.Where(name => !split.Contains(name)).Order(StringComparer.Ordinal)];
            if (unknown.Length > 0)
            {
                findings.Add("unknown-classes", FindingSeverity.Error, $"The {split.Key} pictures have classes that the training pictures do not have: {List(unknown)}. Training refuses them; rename or remove these folders.");
            }

            if (missing.Length > 0)
            {
                findings.Add("unmeasured-classes", FindingSeverity.Warning, $"There are no {split.Key} pictures of {List(missing)}; nothing tells how well these classes are recognised. Add some.");
            }
        }
    }

    private static void Names(FolderScan scan, FindingList findings)
    {
        string[] names = [.. scan.Classes.Select(each => each.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach ((string first, string second) in ClassNameLikeness.FindPairs(names))
        {
            findings.Add("similar-class-names", FindingSeverity.Warning, $"The classes '{first}' and '{second}' have almost the same name. If they mean the same, move their pictures into one folder.");
        }
    }

    private static string List(string[] names) => names.Length <= MostListed
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostListed))} and {names.Length - MostListed} more");
}
