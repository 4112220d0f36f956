namespace MLNetTransfer.Inspection;

/// <summary>How a picture file stores its colours.</summary>
public enum ColourKind
{
    /// <summary>Not known: the file is broken or of a kind that is not read.</summary>
    Unknown,

    /// <summary>Levels of grey.</summary>
    Grey,

    /// <summary>Red, green and blue, or luma and chroma.</summary>
    Rgb,

    /// <summary>Red, green, blue or grey, with transparency.</summary>
    Alpha,

    /// <summary>Numbers of colours in a table.</summary>
    Palette,

    /// <summary>Four inks, as for print.</summary>
    Cmyk,

    /// <summary>16 bits a channel.</summary>
    Deep,
}
