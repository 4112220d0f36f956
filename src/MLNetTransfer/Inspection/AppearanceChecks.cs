using System.Globalization;
using static MLNetTransfer.Inspection.FindingList;

namespace MLNetTransfer.Inspection;

/// <summary>Checks of what single pictures look like: their size and proportions, and whether there is anything to see.</summary>
internal static class AppearanceChecks
{
    // Levels of grey at 32 x 32.
    private const double ConstantContrast = 1;
    private const double DarkBrightness = 25;

    // Beside the contrast; photographs have 0.15 to 1.
    private const double BlurredSharpness = 0.04;

    public static void Run(IReadOnlyList<InspectedPicture> pictures, InspectionOptions options, FindingList findings)
    {
        InspectedPicture[] readable = [.. pictures.Where(picture => picture.IsReadable)];
        findings.Files(
            "constant-pictures",
            FindingSeverity.Warning,
            Paths(picture => picture.Contrast < ConstantContrast),
            count => $"{Count(count, "picture")} {(count == 1 ? "shows" : "show")} one colour and nothing else, as place holders do. Remove them.");
        findings.Files(
            "tiny-pictures",
            FindingSeverity.Warning,
            Paths(picture => Math.Min(picture.Width, picture.Height) < options.NetworkSide / 4),
            count => string.Create(CultureInfo.InvariantCulture, $"{Count(count, "picture")} {Are(count)} tiny: the shorter side is below a quarter of the {options.NetworkSide} pixels that the network sees. What is blown up fourfold has little to learn from; look for the originals."));
        findings.Files(
            "small-pictures",
            FindingSeverity.Information,
            Paths(picture => Math.Min(picture.Width, picture.Height) is int side && side < options.NetworkSide && side >= options.NetworkSide / 4),
            count => string.Create(CultureInfo.InvariantCulture, $"{Count(count, "picture")} {Are(count)} smaller than the {options.NetworkSide} x {options.NetworkSide} pixels that the network sees and {Are(count)} blown up. Larger originals may serve better."));
        findings.Files(
            "huge-pictures",
            FindingSeverity.Information,
            Paths(picture => picture.Pixels > options.HugePixels),
            count => string.Create(CultureInfo.InvariantCulture, $"{Count(count, "picture")} {(count == 1 ? "has" : "have")} more than {options.HugePixels / 1e6:0.#} million pixels. They cost time and memory and bring nothing beyond the size of the network; make them smaller."));
        findings.Files(
            "extreme-proportions",
            FindingSeverity.Warning,
            Paths(picture => Math.Max(picture.Width, picture.Height) > options.ExtremeAspectRatio * Math.Min(picture.Width, picture.Height)),
            count => string.Create(CultureInfo.InvariantCulture, $"{Count(count, "picture")} {Are(count)} more than {options.ExtremeAspectRatio:0.#} times as long as wide. The network sees the square in the middle only; cut out what matters."));
        findings.Files(
            "dark-pictures",
            FindingSeverity.Information,
            Paths(picture => picture.Brightness < DarkBrightness && picture.Contrast >= ConstantContrast),
            count => $"{Count(count, "picture")} {Are(count)} very dark. Look whether the class can be recognised.");
        findings.Files(
            "blurred-pictures",
            FindingSeverity.Information,
            Paths(picture => picture.Sharpness < BlurredSharpness && picture.Contrast >= ConstantContrast),
            count => $"{Count(count, "picture")} {Are(count)} blurred even when seen small. Look whether the class can be recognised.");

        IEnumerable<string> Paths(Func<InspectedPicture, bool> condition) => readable.Where(condition).Select(picture => picture.Path);
    }
}
