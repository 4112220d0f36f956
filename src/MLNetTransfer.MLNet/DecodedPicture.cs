using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLNetTransfer.MLNet;

/// <summary>What <see cref="DecodePicture"/> adds to a row.</summary>
public sealed class DecodedPicture
{
    internal const string ColumnName = "MLNetTransfer.Picture";

    /// <summary>The picture; it is disposed of when the next row is decoded.</summary>
    [ColumnName(ColumnName)]
    [ImageType(1, 1)] // Any size: ML.NET wants one, and does not look at it.
    public MLImage? Picture { get; set; }
}
