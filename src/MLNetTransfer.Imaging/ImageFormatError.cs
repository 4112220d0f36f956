namespace MLNetTransfer.Imaging;

/// <summary>Why a picture file cannot be decoded.</summary>
public enum ImageFormatError
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The first bytes belong to no known kind of picture.</summary>
    UnknownFormat,

    /// <summary>A known kind of picture, or a feature of one, that is not supported.</summary>
    NotSupported,

    /// <summary>The content breaks the rules of its format.</summary>
    Invalid,

    /// <summary>The file ends too early to give any picture.</summary>
    Truncated,

    /// <summary>The picture passes a limit of <see cref="ImageDecoderOptions"/>.</summary>
    LimitExceeded,
}
