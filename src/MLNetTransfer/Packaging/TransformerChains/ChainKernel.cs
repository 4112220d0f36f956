namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// The weights by which a picture that ML.NET resized to three times a network's size becomes the picture that training saw, as nearly as one and the same sum over
/// neighbours can make it.
/// </summary>
/// <remarks>
/// Both resizes are linear. Along one axis, with a row of source pixels x, training saw t = T x (a triangle as wide as the reduction, as in Pillow) and ML.NET gives
/// y = F x (<see cref="StockResize"/>). The kernel k makes the mean square of t_i - sum_j k_j y_(3 i + j) least, for rows whose pixels correlate as those of photographs do,
/// r^distance, and carry a little noise; it is symmetric and its sum is 1. Which k that is depends on how large the pictures are, so they are asked for.
/// See docs/decisions/0008-the-chain-in-the-zip.md.
/// </remarks>
internal static class ChainKernel
{
    /// <summary>How many times the size of the network ML.NET resizes to.</summary>
    public const int Scale = 3;

    /// <summary>Number of weights.</summary>
    public const int Length = 15;

    /// <summary>Weights on either side of the three pixels that one pixel of the network covers.</summary>
    public const int Margin = (Length - Scale) / 2;

    private const int Targets = 40;
    private const int Border = 6;
    private const double Correlation = 0.97;
    private const double Noise = 1e-3;
    private const double Ridge = 1e-5;
    private const int Half = (Length + 1) / 2;

    // A kernel for larger reductions is that for this one: the triangle.
    private const double LargestRatio = 12;
    private const double SmallestRatio = 0.2;
    private const int Decimals = 6;

    /// <summary>Designs the weights.</summary>
    /// <param name="ratios">Shorter sides of pictures, as multiples of the side that they are resized to; at least one, all above 0. The kernel is the best one on average.</param>
    /// <returns><see cref="Length"/> weights.</returns>
    public static float[] Design(IReadOnlyCollection<double> ratios)
    {
        double[,] squares = new double[Half + 1, Half + 1];
        double[] products = new double[Half + 1];
        foreach (double ratio in ratios)
        {
            Add(Math.Clamp(ratio, SmallestRatio, LargestRatio), squares, products);
        }

        double trace = Enumerable.Range(0, Half).Sum(place => squares[place, place]);
        for (int place = 0; place < Half; place++)
        {
            squares[place, place] += Ridge * trace / Half;

            // The Lagrange multiplier of the condition that the sum is 1.
            squares[place, Half] = squares[Half, place] = place == Half - 1 ? 1 : 2;
        }

        products[Half] = 1;
        double[] half = Solve(squares, products);
        float[] kernel = new float[Length];
        for (int place = 0; place < Half; place++)
        {
            // Rounded, so that the bytes of a file do not depend on the last bit of a machine's mathematics.
            kernel[place] = kernel[Length - 1 - place] = (float)Math.Round(half[place], Decimals);
        }

        return kernel;
    }

    private static void Add(double ratio, double[,] squares, double[] products)
    {
        int length = Math.Max(1, (int)Math.Round(Targets * ratio));
        double[,] source = Correlations(length);
        double[,] fine = StockResize.Weights(length, Targets * Scale);
        double[,] seen = StockResize.Triangle(length, Targets);
        double[,] fineSource = Multiply(fine, source);
        Span<double> row = stackalloc double[Half];
        for (int target = Border; target < Targets - Border; target++)
        {
            int first = (target * Scale) - Margin;
            for (int i = 0; i < Half; i++)
            {
                int mirrored = first + Length - 1 - i;
                row.Clear();
                for (int j = 0; j < Length; j++)
                {
                    row[Math.Min(j, Length - 1 - j)] += Pair(fineSource, first + i, mirrored, fine, first + j);
                }

                for (int j = 0; j < Half; j++)
                {
                    squares[i, j] += row[j];
                }

                products[i] += Pair(fineSource, first + i, mirrored, seen, target);
            }
        }
    }

    // The middle weight counts once, the others twice, once on either side.
    private static double Pair(double[,] left, int first, int mirrored, double[,] right, int row) =>
        Product(left, first, right, row) + (first == mirrored ? 0 : Product(left, mirrored, right, row));

    private static double Product(double[,] left, int leftRow, double[,] right, int rightRow)
    {
        double sum = 0;
        for (int place = 0; place < left.GetLength(1); place++)
        {
            sum += left[leftRow, place] * right[rightRow, place];
        }

        return sum;
    }

    private static double[,] Correlations(int length)
    {
        double[,] result = new double[length, length];
        for (int i = 0; i < length; i++)
        {
            for (int j = 0; j < length; j++)
            {
                result[i, j] = Math.Pow(Correlation, Math.Abs(i - j)) + (i == j ? Noise : 0);
            }
        }

        return result;
    }

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        double[,] result = new double[left.GetLength(0), right.GetLength(1)];
        for (int i = 0; i < left.GetLength(0); i++)
        {
            for (int k = 0; k < left.GetLength(1); k++)
            {
                double factor = left[i, k];
                for (int j = 0; factor != 0 && j < right.GetLength(1); j++)
                {
                    result[i, j] += factor * right[k, j];
                }
            }
        }

        return result;
    }

    // Gauss with the largest pivot; nine unknowns.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int count = right.Length;
        for (int column = 0; column < count; column++)
        {
            int pivot = Enumerable.Range(column, count - column).MaxBy(row => Math.Abs(matrix[row, column]));
            (right[column], right[pivot]) = (right[pivot], right[column]);
            for (int place = 0; place < count; place++)
            {
                (matrix[column, place], matrix[pivot, place]) = (matrix[pivot, place], matrix[column, place]);
            }

            for (int row = column + 1; row < count; row++)
            {
                double factor = matrix[row, column] / matrix[column, column];
                right[row] -= factor * right[column];
                for (int place = column; place < count; place++)
                {
                    matrix[row, place] -= factor * matrix[column, place];
                }
            }
        }

        for (int row = count - 1; row >= 0; row--)
        {
            for (int place = row + 1; place < count; place++)
            {
                right[row] -= matrix[row, place] * right[place];
            }

            right[row] /= matrix[row, row];
        }

        return right;
    }
}
