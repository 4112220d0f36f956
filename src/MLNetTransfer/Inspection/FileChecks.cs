using MLNetTransfer.Imaging;
using static MLNetTransfer.Inspection.FindingList;

namespace MLNetTransfer.Inspection;

/// <summary>Checks of single files: can they be read, are they what their names say.</summary>
internal static class FileChecks
{
    private static readonly Dictionary<string, ImageFormat> FormatOfExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = ImageFormat.Jpeg,
        [".jpeg"] = ImageFormat.Jpeg,
        [".jpe"] = ImageFormat.Jpeg,
        [".jfif"] = ImageFormat.Jpeg,
        [".png"] = ImageFormat.Png,
        [".bmp"] = ImageFormat.Bmp,
        [".gif"] = ImageFormat.Gif,
        [".webp"] = ImageFormat.WebP,
        [".tif"] = ImageFormat.Tiff,
        [".tiff"] = ImageFormat.Tiff,
        [".heic"] = ImageFormat.Heic,
        [".heif"] = ImageFormat.Heic,
        [".avif"] = ImageFormat.Avif,
    };

    /// <summary>The usual extension of a format, lower case with the dot; null for those that are not read.</summary>
    public static string? ExtensionOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.Bmp => ".bmp",
        ImageFormat.Gif => ".gif",
        _ => null,
    };

    /// <summary>Whether the extension belongs to another format than the content.</summary>
    public static bool HasWrongExtension(InspectedPicture picture) =>
        picture.Format != ImageFormat.Unknown
        && FormatOfExtension.TryGetValue(Path.GetExtension(picture.Path), out ImageFormat named)
        && named != picture.Format;

    public static void Run(IReadOnlyList<InspectedPicture> pictures, FindingList findings)
    {
        findings.Files(
            "empty-files",
            FindingSeverity.Error,
            Paths(picture => picture.Error == ImageFormatError.Empty),
            count => $"{Count(count, "file")} {(count == 1 ? "has" : "have")} no content. Training skips them; fetch them again or remove them.");
        findings.Files(
            "unsupported-files",
            FindingSeverity.Error,
            Paths(picture => picture.Error is ImageFormatError.NotSupported or ImageFormatError.LimitExceeded),
            count => $"{Count(count, "file")} {Are(count)} of a kind that is not read, or too large. Training skips them; convert them to JPEG or PNG. {FirstReason(pictures, picture => picture.Error is ImageFormatError.NotSupported or ImageFormatError.LimitExceeded)}");
        findings.Files(
            "broken-files",
            FindingSeverity.Error,
            Paths(picture => picture.Error is ImageFormatError.Invalid or ImageFormatError.Truncated or ImageFormatError.UnknownFormat),
            count => $"{Count(count, "file")} cannot be decoded. Training skips them; fetch them again or remove them. {FirstReason(pictures, picture => picture.Error is ImageFormatError.Invalid or ImageFormatError.Truncated or ImageFormatError.UnknownFormat)}");
        findings.Files(
            "damaged-files",
            FindingSeverity.Warning,
            Paths(picture => picture.Error is null && picture.Reason is not null),
            count => $"{Count(count, "file")} {Are(count)} cut or damaged; training uses what is there of them. Fetch them again or remove them. {FirstReason(pictures, picture => picture.Error is null && picture.Reason is not null)}");
        findings.Files(
            "wrong-extension",
            FindingSeverity.Information,
            Paths(HasWrongExtension),
            count => $"The extension of {Count(count, "file")} contradicts the content. Training goes by the content; other programs may refuse them, so rename them.");
        findings.Files(
            "animated-files",
            FindingSeverity.Information,
            Paths(picture => picture.IsAnimated),
            count => $"{Count(count, "file")} {Are(count)} animated; only the first picture of each is used. Check that it shows what the class says.");
        findings.Files(
            "turned-pictures",
            FindingSeverity.Information,
            Paths(picture => picture.Orientation != 1),
            count => $"{Count(count, "picture")} {Are(count)} turned by EXIF. Training turns them upright; make sure that whatever else uses the model does the same.");

        IEnumerable<string> Paths(Func<InspectedPicture, bool> condition) => pictures.Where(condition).Select(picture => picture.Path);
    }

    private static string FirstReason(IReadOnlyList<InspectedPicture> pictures, Func<InspectedPicture, bool> condition)
    {
        InspectedPicture first = pictures.First(condition);
        return $"For instance {first.Path}: {first.Reason}";
    }
}
