namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>The definition of the sum of squares.</summary>
internal static class SumOfSquaresReference
{
    /// <summary>The sum of the squares, from the first number to the last.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
