using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.Winograd;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Kernels.Winograd;

public sealed class WinogradTransformTests
{
    // What docs/performance.md says of the error, so that other points or constants would be noticed.
    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    public void Convolution_OfNormalNumbers_HasLittleMoreErrorThanDirectSums(int channels)
    {
        ConvolutionGeometry geometry = new(1, 16, 16, channels, 16, 3, 3, 1, 1, 1, 1, 1, 1);
        Random random = new(channels);
        float[] input = Normal(random, geometry.InputLength);
        float[] weights = Normal(random, geometry.WeightLength);
        float[] expected = new float[geometry.OutputLength];
        ConvolutionReference.Forward(geometry, input, weights, [], [], default, expected);

        double winograd = MeanError(geometry, input, weights, expected, allowsWinograd: true);
        double direct = MeanError(geometry, input, weights, expected, allowsWinograd: false);

        Assert.InRange(winograd, 0, 3 * direct);
    }

    private static double MeanError(in ConvolutionGeometry geometry, float[] input, float[] weights, float[] expected, bool allowsWinograd)
    {
        TileVariant tile = Variants.Named("Vector256Tile6x16")!;
        ConvolutionWeights packed = ConvolutionWeights.Create(geometry, tile, allowsWinograd);
        packed.Repack(weights);
        Assert.Equal(allowsWinograd, packed.IsWinograd);
        float[] found = new float[geometry.OutputLength];
        ConvolutionKernel.Forward(geometry, input, packed, [], [], default, found, new float[ConvolutionKernel.WorkspaceLength(geometry, tile)], WorkerPool.Sequential);
        return found.Zip(expected, (one, other) => Math.Abs((double)one - other)).Average();
    }

    private static float[] Normal(Random random, int length)
    {
        float[] numbers = new float[length];
        for (int index = 0; index < length; index++)
        {
            numbers[index] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return numbers;
    }
}
