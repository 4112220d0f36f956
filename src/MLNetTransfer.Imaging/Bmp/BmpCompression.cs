namespace MLNetTransfer.Imaging.Bmp;

/// <summary>The ways in which a bitmap that is decoded here stores its pixels.</summary>
internal enum BmpCompression
{
    None,
    RunLength8,
    RunLength4,
    BitFields,
}
