using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Tests.Datasets;

public sealed class JpegFrameHeaderTests
{
    private static readonly JpegFrameHeader Plain = new(0xC0, 8, 3);
    private static readonly byte[] Jpeg = JpegEncoder.Encode(new Image(16, 12, new byte[16 * 12 * 3]));

    [Fact]
    public void Find_EncodedPicture_IsBaselineOfThreeColours() => Assert.Equal(Plain, JpegFrameHeader.Find(Jpeg));

    // A byte that fills, TEM, RST0: all of them are no segments, so that no length follows.
    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xFF, 0x01)]
    [InlineData(0xFF, 0xD0)]
    public void Find_WhatIsNoSegment_IsPassedOver(params int[] bytes) =>
        Assert.Equal(Plain, JpegFrameHeader.Find([.. Jpeg[..2], .. bytes.Select(value => (byte)value), .. Jpeg[2..]]));

    [Fact]
    public void Find_ScanBeforeTheHeader_IsNull() => Assert.Null(JpegFrameHeader.Find([.. Jpeg[..2], 0xFF, 0xDA, 0, 2, .. Jpeg[2..]]));

    [Fact]
    public void Find_EveryCut_IsTheHeaderOrNull() =>
        Assert.All(Enumerable.Range(0, Jpeg.Length), length => Assert.True(JpegFrameHeader.Find(Jpeg.AsSpan(0, length)) is null || JpegFrameHeader.Find(Jpeg.AsSpan(0, length)) == Plain));
}
