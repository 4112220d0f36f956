using Microsoft.ML.Data;

namespace MLNetTransfer.MLNet;

/// <summary>What <see cref="DecodePicture"/> reads of a row.</summary>
public sealed class PictureBytes
{
    internal const string ColumnName = "MLNetTransfer.PictureBytes";

    /// <summary>A picture file.</summary>
    [ColumnName(ColumnName)]
    public VBuffer<byte> Content { get; set; }
}
