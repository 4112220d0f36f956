using BenchmarkDotNet.Attributes;
using MLNetTransfer.Benchmarks.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Benchmarks.Kernels.DepthwiseConvolution;

/// <summary>Depthwise convolutions of MobileNet, one picture (in the cache) and eight (in memory).</summary>
public class DepthwiseConvolutionBenchmarks
{
    private ConvolutionRun _run = null!;

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<ConvolutionCase> Cases =>
    [
        new("3x3 56x56x144, 1", new(1, 56, 56, 144, 144, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 144)),
        new("3x3 56x56x144, 8", new(8, 56, 56, 144, 144, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 144)),
        new("3x3 stride 2 56x56x144, 1", new(1, 56, 56, 144, 144, 3, 3, 2, 2, 0, 0, 1, 1, 1, 1, 144)),
        new("3x3 stride 2 56x56x144, 8", new(8, 56, 56, 144, 144, 3, 3, 2, 2, 0, 0, 1, 1, 1, 1, 144)),
        new("5x5 28x28x120, 8", new(8, 28, 28, 120, 120, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1, 120)),
        new("3x3 7x7x960, 8", new(8, 7, 7, 960, 960, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 960)),
    ];

    [GlobalSetup]
    public void Setup() => _run = new ConvolutionRun(Case.Geometry, Threads);

    [Benchmark]
    public void Forward() => _run.Execute();
}
