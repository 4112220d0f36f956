namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum ColorModel
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,

    /// <summary>CMYK whose first three components are stored as YCbCr.</summary>
    Ycck,
}
