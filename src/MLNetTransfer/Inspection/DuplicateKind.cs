namespace MLNetTransfer.Inspection;

/// <summary>In what way pictures are copies of each other.</summary>
public enum DuplicateKind
{
    /// <summary>The files are the same, byte for byte.</summary>
    Exact,

    /// <summary>The pixels are the same, the files are not: other names, times or ways to store them.</summary>
    SamePixels,

    /// <summary>The same picture recompressed, resized, brightened, slightly cut, mirrored or turned; or pictures taken at the same moment.</summary>
    Near,
}
