using BenchmarkDotNet.Attributes;
using MLNetTransfer.Compute.Kernels.SoftmaxRegression;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Benchmarks.Kernels.SoftmaxRegression;

/// <summary>One evaluation of a head: a block of features of MobileNetV2.</summary>
public class SoftmaxRegressionBenchmarks
{
    private const int Rows = 800;
    private const int Features = 1280;

    private readonly float[] _input = RandomNumbers.Create(Rows * Features).ToArray();
    private readonly float[] _rowWeights = new float[Rows];
    private readonly float[] _bias = new float[SoftmaxRegressionKernel.MaximumClasses];
    private readonly double[] _biasGradient = new double[SoftmaxRegressionKernel.MaximumClasses];
    private int[] _labels = [];
    private float[] _weights = [];
    private double[] _gradient = [];

    [Params(2, 5, 10, 16)]
    public int Classes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _labels = [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];
        _weights = RandomNumbers.Create(Classes * Features).ToArray();
        _gradient = new double[Classes * Features];
    }

    [Benchmark]
    public double Evaluate() => SoftmaxRegressionKernel.Evaluate(
        Rows, Features, Classes, _input, _labels, _rowWeights, _weights, _bias.AsSpan(0, Classes), _gradient, _biasGradient.AsSpan(0, Classes), WorkerPool.Sequential).Loss;
}
