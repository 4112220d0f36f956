using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class ColorConverterTests
{
    [Fact]
    public void FromYCbCr_AllChroma_IsWithinOneOfTheFormula()
    {
        byte[] luma = [0, 77, 128, 200, 255];
        byte[] rgb = new byte[luma.Length * 3];
        for (int chroma = 0; chroma < 65536; chroma++)
        {
            byte blue = (byte)chroma;
            byte red = (byte)(chroma >> 8);
            ColorConverter.FromYCbCr(luma, [blue, blue, blue, blue, blue], [red, red, red, red, red], rgb);
            for (int i = 0; i < luma.Length; i++)
            {
                Assert.InRange(rgb[3 * i] - Clamp(luma[i] + (1.402 * (red - 128))), -0.51, 0.51);
                Assert.InRange(rgb[(3 * i) + 1] - Clamp(luma[i] - (0.344136 * (blue - 128)) - (0.714136 * (red - 128))), -0.52, 0.52);
                Assert.InRange(rgb[(3 * i) + 2] - Clamp(luma[i] + (1.772 * (blue - 128))), -0.51, 0.51);
            }
        }
    }

    [Fact]
    public void ApplyBlack_NoInk_KeepsNothingButWhite()
    {
        byte[] rgb = [0, 0, 0, 255, 128, 0];
        ColorConverter.ApplyBlack(rgb, [255, 100]);
        Assert.Equal(new byte[] { 255, 255, 255, 0, 50, 100 }, rgb);
    }

    private static double Clamp(double value) => Math.Clamp(value, 0, 255);
}
