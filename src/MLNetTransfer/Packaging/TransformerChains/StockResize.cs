namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>What a resize does to a row of pixels, as a matrix: one row for each pixel of the result.</summary>
internal static class StockResize
{
    /// <summary>
    /// ML.NET's resize (kinds IsoCrop and IsoPad; Skia's filter quality High, read off ML.NET 5.0.1 with Skia 2.88 by pictures of single lines): larger pictures by Mitchell's cubic,
    /// smaller ones by linear interpolation of the picture that was halved as long as it stayed at least as large as the result.
    /// </summary>
    /// <param name="length">Pixels of the source.</param>
    /// <param name="result">Pixels of the result.</param>
    /// <remarks>The cubic: Mitchell and Netravali, Reconstruction Filters in Computer Graphics, 1988, with B = C = 1/3.</remarks>
    public static double[,] Weights(int length, int result)
    {
        if (length < result)
        {
            return Interpolate(length, result, 2, Mitchell);
        }

        int halvings = (int)Math.Floor(Math.Log2((double)length / result));
        int size = length >> halvings;
        double[,] linear = Interpolate(size, result, 1, distance => Math.Max(0, 1 - distance));
        if (halvings == 0)
        {
            return linear;
        }

        // A pixel of the picture that was halved n times is the mean of 2^n pixels.
        double[,] weights = new double[result, length];
        for (int row = 0; row < result; row++)
        {
            for (int place = 0; place < size << halvings; place++)
            {
                weights[row, place] = linear[row, place >> halvings] / (1 << halvings);
            }
        }

        return weights;
    }

    /// <summary>The resize that training does: a triangle, as wide as two pixels of the result where that is the smaller one (<c>Image.BILINEAR</c> of Pillow).</summary>
    /// <param name="length">Pixels of the source.</param>
    /// <param name="result">Pixels of the result.</param>
    public static double[,] Triangle(int length, int result)
    {
        double ratio = (double)length / result;
        double width = Math.Max(ratio, 1);
        double[,] weights = new double[result, length];
        for (int row = 0; row < result; row++)
        {
            double sum = 0;
            for (int place = 0; place < length; place++)
            {
                weights[row, place] = Math.Max(0, 1 - (Math.Abs(place + 0.5 - ((row + 0.5) * ratio)) / width));
                sum += weights[row, place];
            }

            for (int place = 0; place < length; place++)
            {
                weights[row, place] /= sum;
            }
        }

        return weights;
    }

    private static double[,] Interpolate(int length, int result, int reach, Func<double, double> filter)
    {
        double[,] weights = new double[result, length];
        for (int row = 0; row < result; row++)
        {
            double centre = ((row + 0.5) * length / result) - 0.5;
            int first = (int)Math.Floor(centre) - reach + 1;
            for (int place = first; place < first + (2 * reach); place++)
            {
                weights[row, Math.Clamp(place, 0, length - 1)] += filter(Math.Abs(place - centre));
            }
        }

        return weights;
    }

    /// <summary>Mitchell's cubic.</summary>
    /// <param name="distance">From the centre of a pixel, 0 to 2.</param>
    public static double Mitchell(double distance) => distance < 1
        ? ((((7 * distance) - 12) * distance * distance) + (16.0 / 3)) / 6
        : ((((((-7.0 / 3 * distance) + 12) * distance) - 20) * distance) + (32.0 / 3)) / 6;
}
