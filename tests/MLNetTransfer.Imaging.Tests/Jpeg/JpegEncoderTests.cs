using System.Security.Cryptography;
using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class JpegEncoderTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(7, 5, true)]
    [InlineData(16, 16, true)]
    [InlineData(17, 33, false)]
    [InlineData(100, 75, true)]
    [InlineData(300, 9, false)]
    public void Encode_ThenDecode_GivesNearlyThePicture(int width, int height, bool chromaSubsampling)
    {
        Image image = TestPictures.Smooth(width, height, noise: 1);
        DecodedImage decoded = TestPictures.Decode(JpegEncoder.Encode(image, 95, chromaSubsampling));
        Assert.Empty(decoded.Warnings);
        Assert.InRange(TestPictures.PeakSignalToNoise(image, decoded.Image), chromaSubsampling ? 30 : 37, 200);
    }

    [Fact]
    public void Encode_HigherQuality_IsCloser()
    {
        Image image = TestPictures.Smooth(64, 64);
        double[] ratios = [.. new[] { 1, 10, 50, 90, 100 }.Select(quality => TestPictures.PeakSignalToNoise(image, TestPictures.Decode(JpegEncoder.Encode(image, quality, false)).Image))];
        Assert.Equal(ratios.Order(), ratios);
        Assert.True(ratios[4] > 45, $"{ratios[4]} dB at quality 100");
    }

    [Fact]
    public void Encode_BlackAndWhiteExtremes_Fits()
    {
        Image image = new(64, 64);
        new Random(4).NextBytes(image.Pixels);
        foreach (ref byte value in image.Pixels.AsSpan())
        {
            value = (byte)(value < 128 ? 0 : 255);
        }

        Assert.InRange(TestPictures.PeakSignalToNoise(image, TestPictures.Decode(JpegEncoder.Encode(image, 100, false)).Image), 35, 99);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Encode_QualityOutOfRange_Throws(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(new Image(1, 1), quality));

    [Fact]
    public void Encode_SidePastTheFormat_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(new Image(65536, 1)));

    [Fact]
    public void Encode_SamePicture_GivesTheRecordedBytes()
    {
        Image image = new(40, 24);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(i * i / 7);
        }

        Assert.Equal("05fc0e9264efaf3a", Convert.ToHexStringLower(SHA256.HashData(JpegEncoder.Encode(image))[..8]));
    }
}
