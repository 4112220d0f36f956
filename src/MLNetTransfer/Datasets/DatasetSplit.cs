namespace MLNetTransfer.Datasets;

/// <summary>Pictures to learn from, to choose by, and to measure with; all with the same classes.</summary>
/// <param name="Training">What is learnt from.</param>
/// <param name="Validation">What choices are made by, or null.</param>
/// <param name="Test">What is only measured with, or null.</param>
public sealed record DatasetSplit(ImageDataset Training, ImageDataset? Validation = null, ImageDataset? Test = null)
{
    /// <summary>
    /// Divides the pictures of each class by the shares: whole numbers by largest remainder, and at least one picture of each class for training.
    /// The same for the same seed on every platform; what happens in one class does not depend on the others.
    /// </summary>
    /// <param name="dataset">What is divided.</param>
    /// <param name="validationShare">From 0 (no validation pictures) to below 1.</param>
    /// <param name="testShare">From 0 (no test pictures) to below 1; with <paramref name="validationShare"/> below 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="contentKeys">
    /// For each item a key that is equal for copies (a hash of the content, or the name of a group of nearly equal pictures), or null. Copies stay together: those of one class go to one
    /// split, which may then have a few pictures less than its share; those that occur in several classes are used for training only.
    /// </param>
    /// <exception cref="ArgumentException">A share is out of range, or there is not one key for each item.</exception>
    public static DatasetSplit Stratified(ImageDataset dataset, double validationShare, double testShare, ulong seed, IReadOnlyList<string>? contentKeys = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        StratifiedSplitter splitter = new(dataset, validationShare, testShare, seed, contentKeys);
        StratifiedSplitter.Part[] parts = splitter.Assign();
        return new DatasetSplit(
            Select(dataset, parts, StratifiedSplitter.Part.Training),
            validationShare == 0 ? null : Select(dataset, parts, StratifiedSplitter.Part.Validation),
            testShare == 0 ? null : Select(dataset, parts, StratifiedSplitter.Part.Test));
    }

    private static ImageDataset Select(ImageDataset dataset, StratifiedSplitter.Part[] parts, StratifiedSplitter.Part wanted) => dataset with
    {
        Items = [.. dataset.Items.Where((_, index) => parts[index] == wanted)],
        Warnings = wanted == StratifiedSplitter.Part.Training ? dataset.Warnings : [],
        IgnoredFiles = wanted == StratifiedSplitter.Part.Training ? dataset.IgnoredFiles : 0,
    };
}
