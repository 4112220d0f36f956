using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>The symmetric beta distribution, from two gamma variates.</summary>
internal static class BetaDistribution
{
    /// <summary>A number from 0 to 1.</summary>
    /// <param name="alpha">Both parameters, above 0: below 1 most draws are near 0 or 1, at 1 all are equally likely.</param>
    /// <param name="random">Where chance comes from.</param>
    public static double Draw(double alpha, DeterministicRandom random)
    {
        double first = Gamma(alpha, random);
        double second = Gamma(alpha, random);
        double sum = first + second;

        // With a very small parameter both may vanish; the distribution is then all but a coin.
        return sum > 0 ? first / sum : random.NextInt32(2);
    }

    // G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", 2000; shapes below 1 by their section 6.
    private static double Gamma(double shape, DeterministicRandom random)
    {
        double boost = 1;
        if (shape < 1)
        {
            boost = Math.Pow(1 - random.NextDouble(), 1 / shape);
            shape++;
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextGaussian();
            double root = 1 + (c * x);
            if (root <= 0)
            {
                continue;
            }

            double v = root * root * root;
            if (Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return boost * d * v;
            }
        }
    }
}
