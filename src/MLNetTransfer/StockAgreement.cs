namespace MLNetTransfer;

/// <summary>How often ML.NET's transformers gave the class that this program gives, measured once for each release in an application of its own (docs/formats/model-zip.md).</summary>
/// <param name="Data">The pictures.</param>
/// <param name="Backbone">The backbone and its size.</param>
/// <param name="Pictures">How many.</param>
/// <param name="SameClass">Of these, how many with the same most probable class.</param>
/// <param name="MeanDifference">Mean over pictures and classes of the difference of a probability, without its sign.</param>
internal sealed record StockAgreement(string Data, string Backbone, int Pictures, int SameClass, double MeanDifference)
{
    public static IReadOnlyList<StockAgreement> Measured { get; } =
    [
        new("flowers", "MobileNetV2 at 224", 736, 722, 0.0075),
        new("hotdog", "MobileNetV2 at 224", 400, 394, 0.0122),
        new("flowers", "the built-in backbone at 128", 736, 725, 0.0039),
        new("hotdog", "the built-in backbone at 128", 400, 395, 0.0108),
    ];
}
