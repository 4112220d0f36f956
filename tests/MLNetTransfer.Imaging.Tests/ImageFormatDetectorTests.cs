namespace MLNetTransfer.Imaging.Tests;

public sealed class ImageFormatDetectorTests
{
    [Theory]
    [InlineData("FFD8FFE0", ImageFormat.Jpeg)]
    [InlineData("89504E470D0A1A0A", ImageFormat.Png)]
    [InlineData("474946383761", ImageFormat.Gif)]
    [InlineData("474946383961", ImageFormat.Gif)]
    [InlineData("424D460000000000000036000000280000000100", ImageFormat.Bmp)]
    [InlineData("5249464624000000574542505650", ImageFormat.WebP)]
    [InlineData("49492A0008000000", ImageFormat.Tiff)]
    [InlineData("4D4D002A00000008", ImageFormat.Tiff)]
    [InlineData("49492B0008000000", ImageFormat.Tiff)]
    [InlineData("4D4D002B00080000", ImageFormat.Tiff)]
    [InlineData("00000018667479706865696300000000", ImageFormat.Heic)]
    [InlineData("000000186674797068656978000000006D696631", ImageFormat.Heic)]
    [InlineData("00000018667479706D696631000000006D69663168656963", ImageFormat.Heic)]
    [InlineData("00000018667479706D736631000000006D696631", ImageFormat.Heic)]
    [InlineData("00000018667479706D696631000000006D69663161766966", ImageFormat.Avif)]
    [InlineData("0000001C667479706176696600000000", ImageFormat.Avif)]
    [InlineData("0000000C6A5020200D0A870A", ImageFormat.Jpeg2000)]
    [InlineData("FF4FFF51002F", ImageFormat.Jpeg2000)]
    [InlineData("0000000C4A584C200D0A870A", ImageFormat.JpegXl)]
    [InlineData("FF0A0000", ImageFormat.JpegXl)]
    [InlineData("000001000100", ImageFormat.Icon)]
    [InlineData("00000018667479706D70343200000000", ImageFormat.Unknown)]
    [InlineData("424D572069732061206361722066726F6D204D756E696368", ImageFormat.Unknown)]
    [InlineData("5249464624000000574156456", ImageFormat.Unknown)]
    [InlineData("FFD8", ImageFormat.Unknown)]
    [InlineData("00000000", ImageFormat.Unknown)]
    [InlineData("", ImageFormat.Unknown)]
    public void Detect_FirstBytes_GiveTheFormat(string head, ImageFormat expected)
    {
        byte[] bytes = Convert.FromHexString(head[..(head.Length / 2 * 2)]);

        Assert.Equal(expected, ImageFormatDetector.Detect(bytes));
    }

    [Fact]
    public void Detect_AnyPrefixOfASignature_DoesNotThrow()
    {
        byte[] heic = Convert.FromHexString("FFFFFFFF667479706D696631000000006D69663168656963");
        for (int length = 0; length <= heic.Length; length++)
        {
            ImageFormat found = ImageFormatDetector.Detect(heic.AsSpan(0, length));

            Assert.Equal(length >= 12 ? ImageFormat.Heic : ImageFormat.Unknown, found);
        }
    }
}
