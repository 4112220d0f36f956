namespace MLNetTransfer.Imaging.Tests.Resizing;

/// <summary>Pictures that a formula gives: the ones of Fixtures/Resizing/make_pillow.py.</summary>
internal static class FormulaImage
{
    public static Image Make(int width, int height)
    {
        Image image = new(width, height);
        for (uint y = 0; y < height; y++)
        {
            for (uint x = 0; x < width; x++)
            {
                for (uint channel = 0; channel < 3; channel++)
                {
                    uint noise = unchecked((x * 2654435761) + (y * 40503 * (x + 1)) + (channel * 97)) >> 11;
                    uint smooth = (x * 3) + (y * 2) + (channel * 40);
                    image.Row((int)y)[(int)((x * 3) + channel)] = (byte)(((x + y) & 16) != 0 ? noise : smooth);
                }
            }
        }

        return image;
    }
}
