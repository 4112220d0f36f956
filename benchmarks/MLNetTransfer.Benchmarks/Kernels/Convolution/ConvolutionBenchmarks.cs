using BenchmarkDotNet.Attributes;
using MLNetTransfer.Benchmarks.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Benchmarks.Kernels.Convolution;

/// <summary>Dense convolutions of ResNet and MobileNetV2, eight pictures.</summary>
public class ConvolutionBenchmarks
{
    private ConvolutionRun _run = null!;

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<ConvolutionCase> Cases =>
    [
        new("1x1 56x56 64-256", new(8, 56, 56, 64, 256, 1, 1)),
        new("3x3 56x56 64-64", new(8, 56, 56, 64, 64, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 14x14 256-256", new(8, 14, 14, 256, 256, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 7x7 512-512", new(8, 7, 7, 512, 512, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("7x7 stride 2 224x224 3-64", new(8, 224, 224, 3, 64, 7, 7, 2, 2, 3, 3, 3, 3)),
        new("3x3 stride 2 224x224 3-32", new(8, 224, 224, 3, 32, 3, 3, 2, 2, 0, 0, 1, 1)),
        new("1x1 14x14 96-576", new(8, 14, 14, 96, 576, 1, 1)),
        new("1x1 14x14 576-96", new(8, 14, 14, 576, 96, 1, 1)),
        new("1x1 112x112 32-16", new(8, 112, 112, 32, 16, 1, 1)),
    ];

    [GlobalSetup]
    public void Setup() => _run = new ConvolutionRun(Case.Geometry, Threads);

    [Benchmark]
    public void Forward() => _run.Execute();
}
