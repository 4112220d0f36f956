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
        new("flowers", "the built-in backbone at 128", 736, 733, 0.0044),
        new("hotdog", "the built-in backbone at 128", 400, 400, 0.0018),
        new("flowers", "MobileNetV2 of gluon at 224", 736, 734, 0.0055),
        new("hotdog", "MobileNetV2 of gluon at 224", 400, 398, 0.0084),
        new("flowers", "MobileNetV2 of Keras at 224", 736, 723, 0.0073),
        new("hotdog", "MobileNetV2 of Keras at 224", 400, 398, 0.0091),
    ];
}
