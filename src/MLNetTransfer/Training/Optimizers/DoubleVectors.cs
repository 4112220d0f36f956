using System.Numerics;

namespace MLNetTransfer.Training.Optimizers;

/// <summary>The few operations on vectors of doubles that the optimisers need.</summary>
internal static class DoubleVectors
{
    public static double Norm(ReadOnlySpan<double> values) => Math.Sqrt(Dot(values, values));

    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        int width = Vector<double>.Count;
        Vector<double> sums = Vector<double>.Zero;
        int index = 0;
        for (; index <= first.Length - width; index += width)
        {
            sums += new Vector<double>(first[index..]) * new Vector<double>(second[index..]);
        }

        double sum = Vector.Sum(sums);
        for (; index < first.Length; index++)
        {
            sum += first[index] * second[index];
        }

        return sum;
    }

    /// <summary>target += factor * values.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> values, Span<double> target)
    {
        int width = Vector<double>.Count;
        int index = 0;
        for (; index <= values.Length - width; index += width)
        {
            Vector<double> sum = new Vector<double>(target[index..]) + (factor * new Vector<double>(values[index..]));
            sum.CopyTo(target[index..]);
        }

        for (; index < values.Length; index++)
        {
            target[index] += factor * values[index];
        }
    }

    /// <summary>target = factor * values.</summary>
    public static void Scale(double factor, ReadOnlySpan<double> values, Span<double> target)
    {
        for (int index = 0; index < values.Length; index++)
        {
            target[index] = factor * values[index];
        }
    }

    /// <summary>target = first - second.</summary>
    public static void Subtract(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> target)
    {
        for (int index = 0; index < first.Length; index++)
        {
            target[index] = first[index] - second[index];
        }
    }
}
