using static MLNetTransfer.Inspection.FindingList;

namespace MLNetTransfer.Inspection;

/// <summary>Checks of folders and of files that are in the wrong place.</summary>
internal static class LayoutChecks
{
    public static void Run(FolderScan scan, FindingList findings)
    {
        findings.Files(
            "loose-pictures",
            FindingSeverity.Warning,
            scan.LoosePictures,
            count => $"{Count(count, "picture")} {(count == 1 ? "lies" : "lie")} beside the class folders and {Are(count)} not used. Move them into the folder of their class.");
        findings.Files(
            "pictures-without-extension",
            FindingSeverity.Warning,
            scan.NamelessPictures,
            count => $"{Count(count, "file")} {(count == 1 ? "is a picture" : "are pictures")} but not by name, and not used. Give them the extension of their kind, such as .jpg.");
        findings.Files(
            "other-files",
            FindingSeverity.Information,
            scan.OtherFiles,
            count => $"{Count(count, "file")} in class folders {Are(count)} no picture and not used. Keep them elsewhere.");
        findings.Files(
            "empty-folders",
            FindingSeverity.Warning,
            scan.EmptyFolders,
            count => $"{Count(count, "folder")} {Are(count)} empty. A class without pictures is left out; add pictures or remove the folder.");
        findings.Files(
            "nested-folders",
            FindingSeverity.Information,
            scan.NestedFolders,
            count => $"{Count(count, "folder")} inside class folders {(count == 1 ? "has" : "have")} pictures. They count for the class above; if they are classes of their own, move them up.");
        foreach (string warning in scan.Warnings)
        {
            findings.Add("links", FindingSeverity.Warning, warning);
        }
    }
}
