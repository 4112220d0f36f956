using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Benchmarks.Kernels.Pooling;

/// <summary>The poolings of ResNet, one picture.</summary>
public class PoolingBenchmarks
{
    private static readonly PoolingGeometry Stem = new(1, 112, 112, 64, 3, 3, 2, 2, 1, 1, 1, 1);

    private readonly Memory<float> _input = RandomNumbers.Create(Stem.InputLength);
    private readonly Memory<float> _output = RandomNumbers.Create(Stem.OutputLength);
    private readonly Memory<float> _gradient = RandomNumbers.Create(Stem.InputLength);

    [Benchmark]
    public void Max3x3Stride2() => PoolingKernel.Max(Stem, _input.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Average3x3Stride2() => PoolingKernel.Average(Stem, countPadding: false, _input.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void GlobalAverage7x7() => PoolingKernel.GlobalAverage(1, 49, 2048, _input.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Max3x3Stride2Gradient() => PoolingGradientKernel.Max(Stem, _input.Span, _output.Span, _gradient.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Average3x3Stride2Gradient() => PoolingGradientKernel.Average(Stem, countPadding: false, _output.Span, _gradient.Span, WorkerPool.Sequential);
}
