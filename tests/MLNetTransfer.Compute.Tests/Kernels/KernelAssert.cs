using System.Globalization;

namespace MLNetTransfer.Compute.Tests.Kernels;

internal static class KernelAssert
{
    public const float Epsilon = 1.1920929e-7f;

    /// <summary>Seeded numbers in -1..1.</summary>
    public static float[] Random(int seed, int length)
    {
        Random random = new(seed);
        float[] numbers = new float[length];
        foreach (ref float number in numbers.AsSpan())
        {
            number = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }

    /// <summary>
    /// Each element differs by no more than <paramref name="roundings"/> roundings of the size of the numbers that were added up to it. A sum of K terms
    /// rounds K times with random signs, so that its error grows with the square root of K.
    /// </summary>
    public static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> magnitudes, ReadOnlySpan<float> found, double roundings)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = roundings * Epsilon * (1 + magnitudes[i]);
            if (!(Math.Abs((double)expected[i] - found[i]) <= allowed))
            {
                Assert.Fail(string.Create(
                    CultureInfo.InvariantCulture, $"Element {i} of {expected.Length} is {found[i]:R}, expected {expected[i]:R} within {allowed:E2}."));
            }
        }
    }

    /// <summary>Each element differs by no more than <paramref name="roundings"/> roundings of itself.</summary>
    public static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, double roundings)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = roundings * Epsilon * Math.Max(Math.Abs(expected[i]), 1e-30);
            if (!(Math.Abs((double)expected[i] - found[i]) <= allowed) && !expected[i].Equals(found[i]))
            {
                Assert.Fail(string.Create(
                    CultureInfo.InvariantCulture, $"Element {i} of {expected.Length} is {found[i]:R}, expected {expected[i]:R} within {allowed:E2}."));
            }
        }
    }

    /// <summary>The same bits everywhere.</summary>
    public static void Identical(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) =>
        Assert.True(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(found)),
            "The results differ in some bit.");
}
