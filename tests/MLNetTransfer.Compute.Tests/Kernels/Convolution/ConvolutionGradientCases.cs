using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Tests.Kernels.Convolution;

/// <summary>Sizes that gradients divide in another way than the convolution itself, beside those of <see cref="ConvolutionCases"/>.</summary>
internal static class ConvolutionGradientCases
{
    private const int RandomCount = 60;

    public static IReadOnlyList<ConvolutionCase> All { get; } = [.. Chosen(), .. Random()];

    private static IEnumerable<ConvolutionCase> Chosen()
    {
        yield return new("1x1 with stride 2", new(3, 9, 8, 20, 24, 1, 1, 2, 2));
        yield return new("1x1 with more input than output channels", new(3, 5, 7, 61, 18, 1, 1));
        yield return new("1x1 with more input than output channels in groups", new(2, 5, 7, 62, 18, 1, 1, Groups: 2));
        yield return new("1x1, several chunks", new(3, 29, 31, 17, 19, 1, 1));
        yield return new("3x3, several chunks", new(2, 37, 41, 5, 7, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("rows in pieces", new(2, 2, 403, 5, 7, 1, 3, 1, 1, 0, 1, 0, 1));
        yield return new("rows in pieces, stride 2", new(1, 7, 811, 3, 7, 5, 5, 2, 2, 1, 2, 2, 3));
        yield return new("rows of one pixel", new(5, 11, 1, 5, 7, 3, 1, 1, 1, 1, 0, 1, 0));
        yield return new("blocks that begin inside a picture", new(7, 9, 7, 9, 7, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("kernel smaller than its stride", new(2, 13, 14, 6, 9, 2, 2, 3, 4, 1, 0, 0, 1));
        yield return new("patches", new(2, 12, 16, 3, 20, 4, 4, 4, 4));
        yield return new("stride and dilation", new(2, 14, 15, 18, 9, 3, 3, 2, 2, 2, 1, 2, 3, 2, 2));
        yield return new("stride 3 and dilation 2", new(1, 17, 19, 18, 9, 3, 4, 3, 3, 2, 1, 2, 3, 2, 2));
        yield return new("padding wider than the kernel", new(2, 5, 4, 18, 6, 2, 2, 1, 1, 3, 4, 2, 3));
        yield return new("padding wider than the kernel, stride 2", new(2, 5, 4, 18, 6, 2, 2, 2, 2, 3, 4, 2, 3));
        yield return new("input that the kernel does not reach", new(2, 8, 9, 18, 6, 2, 2, 5, 5));
        yield return new("several ranges of channels", new(1, 4, 5, 130, 20, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("many groups", new(2, 6, 6, 40, 60, 3, 3, 1, 1, 1, 1, 1, 1, Groups: 20));
    }

    private static IEnumerable<ConvolutionCase> Random()
    {
        Random random = new(20);
        for (int index = 0; index < RandomCount; index++)
        {
            int groups = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            int kernelHeight = random.Next(1, 5);
            int kernelWidth = random.Next(1, 5);
            int dilationY = random.Next(1, 3);
            int dilationX = random.Next(1, 3);
            ConvolutionGeometry geometry = new(
                random.Next(2) == 0 ? 1 : 3,
                random.Next(1, 12) + ((kernelHeight - 1) * dilationY),
                random.Next(1, 12) + ((kernelWidth - 1) * dilationX),
                groups * random.Next(1, 40),
                groups * random.Next(1, 40),
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
                groups);
            yield return new ConvolutionCase($"random case {index}: {geometry}", geometry, Seed: index);
        }
    }
}
