using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>The sum of squares of many numbers in double, whose order depends on nothing but their count and the width of the vectors.</summary>
public static class SumOfSquaresKernel
{
    /// <summary>The sum of the squares; not-a-number or infinite where a number is.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            return SumOfSquaresReference.Sum(values);
        }

        int width = Vector<float>.Count;
        Vector<double> low = Vector<double>.Zero;
        Vector<double> high = Vector<double>.Zero;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> first, out Vector<double> second);
            low += first * first;
            high += second * second;
        }

        return Vector.Sum(low + high) + SumOfSquaresReference.Sum(values[i..]);
    }
}
