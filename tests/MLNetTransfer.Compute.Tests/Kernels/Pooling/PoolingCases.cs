using MLNetTransfer.Compute.Kernels.Pooling;

namespace MLNetTransfer.Compute.Tests.Kernels.Pooling;

/// <summary>Poolings that the suites of both directions run over: every rest of a vector, uneven padding, dilation, sizes rounded up, and seeded random ones.</summary>
internal static class PoolingCases
{
    private const int RandomCount = 60;

    public static IReadOnlyList<PoolingGeometry> All { get; } = [.. Chosen(), .. Random()];

    private static IEnumerable<PoolingGeometry> Chosen()
    {
        foreach (int channels in new[] { 1, 3, 4, 7, 8, 9, 16, 31, 32, 33, 64, 71 })
        {
            yield return new(2, 9, 11, channels, 3, 3, 2, 2, 1, 1, 1, 1);
            yield return new(1, 8, 7, channels, 2, 2, 2, 2, RoundUp: true);
            yield return new(3, 1, 49, channels, 1, 49);
        }

        yield return new(0, 4, 4, 3, 2, 2);
        yield return new(1, 1, 1, 5, 1, 1);
        yield return new(2, 10, 12, 5, 3, 2, 1, 3, 0, 1, 2, 0);
        yield return new(1, 13, 11, 17, 3, 3, 2, 1, 2, 1, 1, 2, 2, 3);
        yield return new(1, 5, 5, 16, 2, 2, 3, 3, 1, 1, 1, 1, RoundUp: true);
        yield return new(1, 6, 6, 16, 3, 3, 2, 2, 0, 0, 1, 1, RoundUp: true);
        yield return new(1, 3, 3, 16, 2, 2, 1, 1, 2, 2, 2, 2);
        yield return new(2, 40, 40, 24, 3, 3, 1, 1, 1, 1, 1, 1);
    }

    private static IEnumerable<PoolingGeometry> Random()
    {
        Random random = new(30);
        for (int index = 0; index < RandomCount; index++)
        {
            int kernelHeight = random.Next(1, 5);
            int kernelWidth = random.Next(1, 5);
            int dilationY = random.Next(1, 3);
            int dilationX = random.Next(1, 4);
            yield return new PoolingGeometry(
                random.Next(1, 4),
                random.Next(1, 12) + ((kernelHeight - 1) * dilationY),
                random.Next(1, 12) + ((kernelWidth - 1) * dilationX),
                random.Next(1, 40),
                kernelHeight,
                kernelWidth,
                random.Next(1, 4),
                random.Next(1, 4),
                random.Next(3),
                random.Next(3),
                random.Next(3),
                random.Next(3),
                dilationY,
                dilationX,
                random.Next(2) == 0);
        }
    }
}
