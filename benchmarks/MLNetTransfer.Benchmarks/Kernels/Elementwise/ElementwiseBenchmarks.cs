using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.BatchNormalization;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Kernels.Softmax;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Benchmarks.Kernels.Elementwise;

/// <summary>Everything that passes over its elements once: 56 x 56 pixels of 64 channels.</summary>
public class ElementwiseBenchmarks
{
    private const int Pixels = 56 * 56;
    private const int Channels = 64;

    private readonly Memory<float> _left = RandomNumbers.Create(Pixels * Channels);
    private readonly Memory<float> _right = RandomNumbers.Create(Pixels * Channels);
    private readonly Memory<float> _output = RandomNumbers.Create(Pixels * Channels);

    [Benchmark]
    public void Relu() => ElementwiseKernel.Unary(default(ReluOperator), _left.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Exponential() => ElementwiseKernel.Unary(default(ExponentialOperator), _left.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Add() => ElementwiseKernel.Binary(default(AddOperator), _left.Span, _right.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void AddRow() => ElementwiseKernel.BinaryRow(default(AddOperator), _left.Span, _right.Span[..Channels], _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void BatchNormalizationRelu() => BatchNormalizationKernel.Forward(
        Pixels, Channels, _left.Span, _right.Span, _right.Span, Activation.Relu, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void Softmax() => SoftmaxKernel.Softmax(Pixels, Channels, _left.Span, _output.Span, WorkerPool.Sequential);

    [Benchmark]
    public void ToChannelsLast() => LayoutConversion.ToChannelsLast(1, Channels, Pixels, _left.Span, _output.Span, WorkerPool.Sequential);
}
