namespace MLNetTransfer.Imaging;

/// <summary>A decoded picture and what was odd about its file.</summary>
/// <param name="Image">The pixels, upright.</param>
/// <param name="Info">The head of the file.</param>
/// <param name="Warnings">One sentence for each thing that was wrong but could be lived with, for instance a cut file; usually empty.</param>
public sealed record DecodedImage(Image Image, ImageInfo Info, IReadOnlyList<string> Warnings);
