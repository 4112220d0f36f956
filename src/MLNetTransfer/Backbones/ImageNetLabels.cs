namespace MLNetTransfer.Backbones;

/// <summary>
/// The names of ImageNet's 1,000 classes (ILSVRC 2012): the first word or phrase of each WordNet synset, in the order of the synsets' numbers.
/// Where two synsets share it (crane, maillot), what tells them apart stands in brackets, so that names are unique.
/// </summary>
public static class ImageNetLabels
{
    private const string ResourceName = "MLNetTransfer.Backbones.imagenet-labels.txt";

    private static readonly Lazy<string[]> Names = new(Read);

    /// <summary>The 1,000 names.</summary>
    public static IReadOnlyList<string> All => Names.Value;

    /// <summary>The names of the outputs of a network: none, 1,000, or 1,001 with <c>background</c> first.</summary>
    public static IReadOnlyList<string> Of(BackboneLabels labels) => labels switch
    {
        BackboneLabels.ImageNet => All,
        BackboneLabels.ImageNetWithBackground => ["background", .. All],
        _ => [],
    };

    /// <summary>The label set that fits a number of outputs: 1,000 or 1,001; else <see cref="BackboneLabels.None"/>.</summary>
    public static BackboneLabels ForOutputs(int outputs) => outputs switch
    {
        1000 => BackboneLabels.ImageNet,
        1001 => BackboneLabels.ImageNetWithBackground,
        _ => BackboneLabels.None,
    };

    private static string[] Read()
    {
        using Stream stream = typeof(ImageNetLabels).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The library carries no resource {ResourceName}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
