namespace MLNetTransfer.MLNet;

/// <summary>What a column of pictures holds.</summary>
public enum PictureColumn
{
    /// <summary>Paths of picture files (text).</summary>
    Path,

    /// <summary>Decoded pictures (<c>MLImage</c>).</summary>
    Image,

    /// <summary>
    /// The bytes of picture files (a vector of <see cref="byte"/>), as <c>LoadRawImageBytes</c> gives them. ML.NET has no transformer that decodes them: a model with such a column
    /// needs this package where it is loaded.
    /// </summary>
    Bytes,
}
