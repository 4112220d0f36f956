namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>Compares the hues of two small pictures; brightness and strength of the colours do not matter, and a picture without colours may be a copy of any.</summary>
internal static class HueComparison
{
    private const int Parts = GreyThumbnail.Parts;

    // Root mean square, in halved levels.
    private const double Colourless = 3;

    /// <summary>Cosine of the angle between the hues; 1 where one of the pictures has no colours.</summary>
    /// <param name="first">Hues of the one.</param>
    /// <param name="second">Hues of the other.</param>
    /// <param name="position">How the second has to be turned or mirrored, see <see cref="PerceptualHash.Turn(ulong, int)"/>.</param>
    public static double Compare(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, int position)
    {
        double products = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int y = 0; y < Parts; y++)
        {
            for (int x = 0; x < Parts; x++)
            {
                int column = (position & 1) == 0 ? x : Parts - 1 - x;
                int row = (position & 2) == 0 ? y : Parts - 1 - y;
                int from = 2 * ((position & 4) == 0 ? (row * Parts) + column : (column * Parts) + row);
                int at = 2 * ((y * Parts) + x);
                products += (first[at] * second[from]) + (first[at + 1] * second[from + 1]);
                firstSquares += (first[at] * first[at]) + (first[at + 1] * first[at + 1]);
                secondSquares += (second[from] * second[from]) + (second[from + 1] * second[from + 1]);
            }
        }

        double least = Colourless * Colourless * first.Length;
        return firstSquares < least || secondSquares < least ? 1 : products / Math.Sqrt(firstSquares * secondSquares);
    }
}
