using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Benchmarks.Kernels.Convolution;

/// <summary>Gradients of dense convolutions of ResNet and MobileNetV2, sixteen pictures.</summary>
public class ConvolutionGradientBenchmarks
{
    private ConvolutionGradientRun _run = null!;

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<ConvolutionCase> Cases =>
    [
        new("3x3 56x56 64-64", new(16, 56, 56, 64, 64, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 28x28 128-128", new(16, 28, 28, 128, 128, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 14x14 256-256", new(16, 14, 14, 256, 256, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 7x7 512-512", new(16, 7, 7, 512, 512, 3, 3, 1, 1, 1, 1, 1, 1)),
        new("3x3 stride 2 56x56 64-128", new(16, 56, 56, 64, 128, 3, 3, 2, 2, 1, 1, 1, 1)),
        new("1x1 stride 2 56x56 64-128", new(16, 56, 56, 64, 128, 1, 1, 2, 2)),
        new("7x7 stride 2 224x224 3-64", new(16, 224, 224, 3, 64, 7, 7, 2, 2, 3, 3, 3, 3)),
        new("3x3 stride 2 224x224 3-32", new(16, 224, 224, 3, 32, 3, 3, 2, 2, 0, 0, 1, 1)),
        new("1x1 112x112 32-16", new(16, 112, 112, 32, 16, 1, 1)),
        new("1x1 112x112 16-96", new(16, 112, 112, 16, 96, 1, 1)),
        new("1x1 56x56 96-24", new(16, 56, 56, 96, 24, 1, 1)),
        new("1x1 28x28 32-192", new(16, 28, 28, 32, 192, 1, 1)),
        new("1x1 14x14 96-576", new(16, 14, 14, 96, 576, 1, 1)),
        new("1x1 14x14 576-96", new(16, 14, 14, 576, 96, 1, 1)),
        new("1x1 7x7 160-960", new(16, 7, 7, 160, 960, 1, 1)),
        new("1x1 7x7 960-320", new(16, 7, 7, 960, 320, 1, 1)),
    ];

    [GlobalSetup]
    public void Setup() => _run = new ConvolutionGradientRun(Case.Geometry, Threads);

    [Benchmark]
    public void InputGradient() => _run.InputGradient();

    [Benchmark]
    public void WeightGradient() => _run.WeightGradient();
}
