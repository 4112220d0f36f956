namespace MLNetTransfer.Imaging.Tests;

public sealed class BlendingTests
{
    [Fact]
    public void Blend_EveryColourAndAlpha_IsRoundedToNearest()
    {
        foreach (int background in new[] { 0, 1, 100, 254, 255 })
        {
            for (int colour = 0; colour <= 255; colour++)
            {
                for (int alpha = 0; alpha <= 255; alpha++)
                {
                    int expected = ((alpha * colour) + ((255 - alpha) * background) + 127) / 255;
                    Assert.Equal(expected, Blending.Blend(colour, alpha, background));
                }
            }
        }
    }
}
