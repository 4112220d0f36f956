namespace MLNetTransfer.Imaging;

/// <summary>What the head of a picture file says, without decoding it.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Width">Pixels in a row as stored, before turning; 0 for a format that is only recognised.</param>
/// <param name="Height">Rows as stored, before turning; 0 for a format that is only recognised.</param>
/// <param name="Orientation">EXIF orientation 1 to 8; 1 where there is none.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, int Orientation);
