using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Tests.Kernels.Convolution;

/// <summary>Sizes 1, primes, every tail of a tile, and what networks have.</summary>
internal static class ConvolutionCases
{
    public static IReadOnlyList<ConvolutionCase> All { get; } = [.. Pointwise(), .. Spatial(), .. Winograd(), .. Grouped(), .. Depthwise(), .. Epilogues(), .. Large()];

    private static IEnumerable<ConvolutionCase> Pointwise()
    {
        yield return new("one by one of everything", new(1, 1, 1, 1, 1, 1, 1));
        yield return new("no pictures", new(0, 4, 4, 3, 5, 1, 1));
        for (int columns = 1; columns <= 33; columns++)
        {
            yield return new($"1x1, {columns} output channels", new(1, 3, 5, 7, columns, 1, 1), HasResidual: columns % 2 == 0);
        }

        for (int rows = 1; rows <= 25; rows++)
        {
            yield return new($"1x1, {rows} pixels", new(1, 1, rows, 19, 17, 1, 1));
        }

        yield return new("1x1 with stride", new(2, 7, 9, 18, 20, 1, 1, 2, 3));
        yield return new("1x1 with padding", new(1, 4, 4, 5, 6, 1, 1, 1, 1, 1, 0, 2, 1));
    }

    private static IEnumerable<ConvolutionCase> Spatial()
    {
        yield return new("3x3", new(2, 11, 13, 17, 19, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("3x3 stride 2, padded after", new(2, 12, 12, 16, 32, 3, 3, 2, 2, 0, 0, 1, 1));
        yield return new("3x3 padded differently on each side", new(1, 6, 5, 16, 8, 3, 3, 1, 1, 0, 1, 2, 3));
        yield return new("3x3 dilated", new(1, 9, 10, 20, 11, 3, 3, 1, 1, 2, 3, 2, 3, 2, 3));
        yield return new("3x3 dilated, few channels", new(1, 9, 10, 2, 11, 3, 3, 1, 1, 2, 3, 2, 3, 2, 3));
        yield return new("7x7 stride 2 of 3 channels", new(2, 29, 31, 3, 64, 7, 7, 2, 2, 3, 3, 3, 3));
        yield return new("3x3 stride 2 of 3 channels", new(1, 32, 30, 3, 24, 3, 3, 2, 2, 0, 0, 1, 1));
        yield return new("1x7", new(1, 8, 17, 32, 16, 1, 7, 1, 1, 0, 3, 0, 3));
        yield return new("7x1", new(1, 17, 8, 32, 16, 7, 1, 1, 1, 3, 0, 3, 0));
        yield return new("kernel as large as the picture", new(3, 5, 6, 4, 10, 5, 6));
        yield return new("all but one position on padding", new(1, 1, 1, 16, 5, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("a window wholly on padding", new(1, 2, 2, 16, 5, 2, 2, 1, 1, 2, 2, 2, 2));
    }

    // Each rest of a tile in each direction, sides without and with padding, parts of panels, blocks that begin within a row of a picture, inner blocks.
    private static IEnumerable<ConvolutionCase> Winograd()
    {
        for (int rest = 0; rest < 4; rest++)
        {
            yield return new($"Winograd, rows with rest {rest}", new(2, 4 + rest, 9, 16, 32, 3, 3, 1, 1, 1, 1, 1, 1), HasResidual: rest % 2 == 0);
            yield return new($"Winograd, columns with rest {rest}", new(1, 5, 8 + rest, 32, 16, 3, 3, 1, 1, 1, 1, 1, 1), HasBias: rest % 2 == 0);
        }

        yield return new("Winograd without padding", new(2, 10, 12, 48, 48, 3, 3), Activation.Clip(-2, 3));
        yield return new("Winograd padded differently on each side", new(1, 7, 8, 16, 48, 3, 3, 1, 1, 0, 1, 2, 3), Activation.LeakyRelu(0.1f), HasResidual: true);
        yield return new("Winograd, one pixel", new(1, 1, 1, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("Winograd, padding wider than the kernel", new(1, 3, 2, 16, 16, 3, 3, 1, 1, 7, 8, 9, 5), Activation.Sigmoid, HasResidual: true);
        yield return new("Winograd, no pictures", new(0, 8, 8, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("Winograd in blocks", new(3, 37, 41, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1), Activation.Relu, HasResidual: true);
        yield return new("Winograd with many channels", new(2, 6, 6, 400, 80, 3, 3, 1, 1, 1, 1, 1, 1));
    }

    private static IEnumerable<ConvolutionCase> Grouped()
    {
        yield return new("3x3 in 2 groups", new(2, 7, 7, 36, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2));
        yield return new("1x1 in 3 groups", new(2, 5, 7, 21, 33, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 3));
        yield return new("3x3 in groups of 4", new(1, 9, 9, 32, 32, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 8));
    }

    private static IEnumerable<ConvolutionCase> Depthwise()
    {
        foreach (int channels in new[] { 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 40 })
        {
            yield return new($"depthwise 3x3, {channels} channels", new(2, 9, 7, channels, channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, channels), Activation.Clip(0, 6));
            yield return new($"depthwise 3x3 stride 2, {channels} channels", new(1, 10, 12, channels, channels, 3, 3, 2, 2, 0, 0, 1, 1, 1, 1, channels));
        }

        yield return new("depthwise 5x5", new(2, 11, 9, 24, 24, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1, 24), Activation.HardSwish);
        yield return new("depthwise 5x5 stride 2", new(1, 11, 9, 24, 24, 5, 5, 2, 2, 1, 2, 2, 1, 1, 1, 24));
        yield return new("depthwise 3x3 dilated", new(1, 13, 12, 19, 19, 3, 3, 1, 1, 2, 3, 2, 3, 2, 3, 19));
        yield return new("depthwise with multiplier", new(2, 6, 5, 9, 27, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 9));
        yield return new("depthwise with residual", new(2, 6, 8, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 16), Activation.Relu, HasResidual: true);
        yield return new("depthwise with residual and a rest of channels", new(2, 6, 7, 21, 21, 5, 3, 1, 1, 2, 1, 2, 1, 1, 1, 21), HasResidual: true);
        yield return new("depthwise without bias", new(1, 6, 8, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 16), HasBias: false);
        yield return new("depthwise 1x1", new(1, 6, 8, 12, 12, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 12));
        yield return new("depthwise kernel larger than the picture", new(1, 1, 2, 12, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 12));
        yield return new("depthwise, padding wider than the kernel", new(1, 3, 3, 12, 12, 2, 2, 1, 1, 3, 3, 3, 3, 1, 1, 12));
    }

    private static IEnumerable<ConvolutionCase> Epilogues()
    {
        ConvolutionGeometry geometry = new(2, 5, 7, 12, 21, 3, 3, 1, 1, 1, 1, 1, 1);
        Activation[] activations =
        [
            Activation.None, Activation.Relu, Activation.Clip(-0.5f, 0.75f), Activation.LeakyRelu(0.1f), Activation.HardSwish,
            Activation.HardSigmoid(0.2f, 0.5f), Activation.Sigmoid,
        ];
        foreach (Activation activation in activations)
        {
            yield return new($"{activation.Kind}, bias", geometry, activation);
            yield return new($"{activation.Kind}, residual", geometry, activation, HasBias: false, HasResidual: true);
            yield return new($"{activation.Kind}, bias and residual", geometry, activation, HasResidual: true);
        }
    }

    private static IEnumerable<ConvolutionCase> Large()
    {
        yield return new("inner dimension in several blocks of taps", new(1, 6, 6, 80, 35, 3, 3, 1, 1, 1, 1, 1, 1), Activation.Relu, HasResidual: true);
        yield return new("inner dimension in several blocks of channels", new(1, 3, 3, 700, 35, 1, 1), Activation.Relu, HasResidual: true);
        yield return new("3x3 with blocks of channels", new(1, 3, 3, 515, 20, 3, 3, 1, 1, 1, 1, 1, 1));
        yield return new("many blocks", new(1, 9, 9, 300, 37, 3, 3, 1, 1, 1, 1, 1, 1), Activation.Relu, HasResidual: true);
        yield return new("many parts", new(2, 20, 20, 24, 50, 3, 3, 1, 1, 1, 1, 1, 1), Activation.Relu);
    }
}
