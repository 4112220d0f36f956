using BenchmarkDotNet.Attributes;
using MLNetTransfer.Benchmarks.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Benchmarks.Kernels.DepthwiseConvolution;

/// <summary>All gradients of depthwise convolutions of MobileNet with ReLU6, at once and one after the other.</summary>
public class DepthwiseGradientBenchmarks
{
    private static readonly WorkerPool TwoThreads = new(2);
    private static readonly Activation Relu6 = Activation.Clip(0, 6);

    private ConvolutionGradientWeights _packed = null!;
    private Memory<float> _input;
    private Memory<float> _weights;
    private Memory<float> _output;
    private Memory<float> _outputGradient;
    private Memory<float> _inFront;
    private Memory<float> _inputGradient;
    private Memory<float> _weightGradient;
    private Memory<float> _biasGradient;
    private Memory<float> _workspace;

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = null!;

    public static IEnumerable<ConvolutionCase> Cases =>
    [
        new("3x3 56x56x144, 8", new(8, 56, 56, 144, 144, 3, 3, 1, 1, 1, 1, 1, 1, Groups: 144)),
        new("3x3 14x14x384, 8", new(8, 14, 14, 384, 384, 3, 3, 1, 1, 1, 1, 1, 1, Groups: 384)),
        new("3x3 stride 2 112x112x96, 8", new(8, 112, 112, 96, 96, 3, 3, 2, 2, 1, 1, 1, 1, Groups: 96)),
    ];

    [GlobalSetup]
    public void Setup()
    {
        ConvolutionGeometry geometry = Case.Geometry;
        _input = RandomNumbers.Create(geometry.InputLength);
        _weights = RandomNumbers.Create(geometry.WeightLength);
        _output = RandomNumbers.Create(geometry.OutputLength);
        _outputGradient = RandomNumbers.Create(geometry.OutputLength);
        _inFront = RandomNumbers.Create(geometry.OutputLength);
        _inputGradient = RandomNumbers.Create(geometry.InputLength);
        _weightGradient = RandomNumbers.Create(geometry.WeightLength);
        _biasGradient = RandomNumbers.Create(geometry.OutputChannels);
        int separate = Math.Max(ConvolutionGradientKernel.InputGradientWorkspaceLength(geometry), ConvolutionGradientKernel.WeightGradientWorkspaceLength(geometry));
        _workspace = TensorMemory.Allocate<float>(Math.Max(separate, DepthwiseGradientKernel.WorkspaceLength(geometry)));
        _packed = ConvolutionGradientWeights.Create(geometry);
        _packed.Pack(_weights.Span);
    }

    [Benchmark(Baseline = true)]
    public void OneAfterTheOther()
    {
        ConvolutionGeometry geometry = Case.Geometry;
        int pixels = geometry.Batch * geometry.OutputHeight * geometry.OutputWidth;
        Span<float> workspace = _workspace.Span;
        ActivationGradientKernel.ApplyAndSum(Relu6, pixels, geometry.OutputChannels, _output.Span, _outputGradient.Span, _inFront.Span, _biasGradient.Span, TwoThreads);
        ConvolutionGradientKernel.WeightGradient(geometry, _input.Span, _inFront.Span, _weightGradient.Span, workspace, TwoThreads);
        ConvolutionGradientKernel.InputGradient(geometry, _inFront.Span, _packed, [], _inputGradient.Span, workspace, TwoThreads);
    }

    [Benchmark]
    public void AtOnce() => DepthwiseGradientKernel.Backward(
        Case.Geometry,
        _input.Span,
        _weights.Span,
        Relu6,
        _output.Span,
        _outputGradient.Span,
        [],
        _inputGradient.Span,
        _weightGradient.Span,
        _biasGradient.Span,
        _workspace.Span,
        TwoThreads);
}
