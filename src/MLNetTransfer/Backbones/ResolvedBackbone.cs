using MLNetTransfer.Datasets;

namespace MLNetTransfer.Backbones;

/// <summary>A network file that was asked for by name or path.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">SHA-256 of the file in lower-case hexadecimal digits.</param>
/// <param name="Entry">What the catalogue knows about the file, or null.</param>
public sealed record ResolvedBackbone(string Path, string Sha256, BackboneEntry? Entry)
{
    /// <summary>Settles the preprocessing: the catalogue's, else the file's own, else mode <c>torch</c>; and over it what the user says.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="fileMetadata">What the file says about itself, or null.</param>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public PreprocessingChoice ChoosePreprocessing(PreprocessingOptions options, Preprocessing? fileMetadata = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Preprocessing start, PreprocessingSource source, string words) = (Entry, fileMetadata) switch
        {
            ({ } entry, _) => (entry.Preprocessing, PreprocessingSource.Catalogue, $"{entry.PreprocessingName} (the catalogue knows the file as {entry.Name})"),
            (null, { } metadata) => (metadata, PreprocessingSource.FileMetadata, "as the file's own metadata says"),
            _ => (Preprocessing.Torch, PreprocessingSource.Default, "torch, the default for a file that is not known; if the network expects something else, say so with --preprocess, or --mean and --std"),
        };
        Preprocessing chosen = options.ApplyTo(start);
        if (options.IsEmpty)
        {
            return new PreprocessingChoice(chosen, source, words);
        }

        bool valuesAreSaid = options.Mode is not null || (options.Mean is not null && options.Deviation is not null);
        string said = options.Mode is not null ? $"{options.Mode}, as asked for" : "as asked for";
        return valuesAreSaid
            ? new PreprocessingChoice(chosen, PreprocessingSource.Options, said)
            : new PreprocessingChoice(chosen, source, $"{words}, changed as asked for");
    }
}
