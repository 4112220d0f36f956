using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Functions that neither <see cref="Math"/> nor <see cref="Vector"/> has.</summary>
internal static class VectorMathematics
{
    /// <summary>
    /// The error function, absolute error below 1e-14: its Taylor series up to 3 (DLMF 7.6.1), beyond that the continued fraction of the complement (DLMF 7.9.1).
    /// </summary>
    public static double Erf(double value)
    {
        double size = Math.Abs(value);
        if (double.IsNaN(value))
        {
            return value;
        }

        if (size >= 6)
        {
            return Math.CopySign(1, value);
        }

        if (size <= 3)
        {
            double square = value * value;
            double term = value;
            double sum = value;
            for (int n = 1; n < 80; n++)
            {
                term *= -square / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        double fraction = size;
        for (int n = 60; n >= 1; n--)
        {
            fraction = size + (n / 2.0 / fraction);
        }

        return Math.CopySign(1 - (Math.Exp(-size * size) / (fraction * Math.Sqrt(Math.PI))), value);
    }

    /// <summary>
    /// The error function, error below 4e-7 of the result: up to 1 its Taylor series (DLMF 7.6.1) to the 21st power, beyond that formula 7.1.26 of
    /// Abramowitz and Stegun.
    /// </summary>
    public static Vector<float> Erf(Vector<float> value)
    {
        Vector<float> square = value * value;
        Vector<float> series = new(1f / 76204800);
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(-1f / 6894720));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(1f / 685440));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(-1f / 75600));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(1f / 9360));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(-1f / 1320));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(1f / 216));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(-1f / 42));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(1f / 10));
        series = Vector.MultiplyAddEstimate(series, square, new Vector<float>(-1f / 3));
        series = Vector.MultiplyAddEstimate(series, square, Vector<float>.One);
        Vector<float> small = series * value * new Vector<float>(1.1283791671f);

        Vector<float> size = Vector.Abs(value);
        Vector<float> t = Vector<float>.One / Vector.MultiplyAddEstimate(size, new Vector<float>(0.3275911f), Vector<float>.One);
        Vector<float> tail = new(1.061405429f);
        tail = Vector.MultiplyAddEstimate(tail, t, new Vector<float>(-1.453152027f));
        tail = Vector.MultiplyAddEstimate(tail, t, new Vector<float>(1.421413741f));
        tail = Vector.MultiplyAddEstimate(tail, t, new Vector<float>(-0.284496736f));
        tail = Vector.MultiplyAddEstimate(tail, t, new Vector<float>(0.254829592f));
        Vector<float> large = Vector<float>.One - (tail * t * Exp(-square));
        return Vector.ConditionalSelect(Vector.LessThan(size, Vector<float>.One), small, Vector.CopySign(large, value));
    }

    /// <summary>
    /// The hyperbolic tangent, error below 4e-7 of the result: up to 1 its continued fraction x / (1 + x^2 / (3 + x^2 / (5 + ...))) (DLMF 4.39.1) cut after
    /// the ninth term, beyond that 1 - 2 / (exp(2 x) + 1).
    /// </summary>
    public static Vector<float> Tanh(Vector<float> value)
    {
        Vector<float> square = value * value;
        Vector<float> numerator = Vector.MultiplyAddEstimate(square + new Vector<float>(105f), square, new Vector<float>(945f));
        Vector<float> denominator = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(square, new Vector<float>(15f), new Vector<float>(420f)), square, new Vector<float>(945f));
        Vector<float> small = value * numerator / denominator;

        Vector<float> size = Vector.Abs(value);
        Vector<float> large = Vector<float>.One - (new Vector<float>(2f) / (Exp(size + size) + Vector<float>.One));
        return Vector.ConditionalSelect(Vector.LessThan(size, Vector<float>.One), small, Vector.CopySign(large, value));
    }

    /// <summary>
    /// e to the power of x, error below 2.4e-7 of the result and exactly 1 at 0: with n the integer next to x / ln 2, 2^n times the Taylor series of the rest
    /// to the 7th power. ln 2 is subtracted in two pieces, of which the first has few bits so that n times it is exact (Cody and Waite); 2^n is applied in
    /// two factors, so that results reach from the smallest denormal number to infinity.
    /// </summary>
    public static Vector<float> Exp(Vector<float> value)
    {
        Vector<float> limited = Vector.Min(Vector.Max(value, new Vector<float>(-104f)), new Vector<float>(89f));
        Vector<float> n = Vector.Round(limited * new Vector<float>(1.44269504f));
        Vector<float> rest = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), limited);
        rest = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), rest);
        Vector<float> series = new(1f / 5040);
        series = Vector.MultiplyAddEstimate(series, rest, new Vector<float>(1f / 720));
        series = Vector.MultiplyAddEstimate(series, rest, new Vector<float>(1f / 120));
        series = Vector.MultiplyAddEstimate(series, rest, new Vector<float>(1f / 24));
        series = Vector.MultiplyAddEstimate(series, rest, new Vector<float>(1f / 6));
        series = Vector.MultiplyAddEstimate(series, rest, new Vector<float>(1f / 2));
        series = Vector.MultiplyAddEstimate(series, rest, Vector<float>.One);
        series = Vector.MultiplyAddEstimate(series, rest, Vector<float>.One);

        Vector<int> exponent = Vector.ConvertToInt32(n);
        Vector<int> half = Vector.ShiftRightArithmetic(exponent, 1);
        return series * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    private static Vector<float> PowerOfTwo(Vector<int> exponent) => Vector.AsVectorSingle(Vector.ShiftLeft(exponent + new Vector<int>(127), 23));
}
