using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Benchmarks.Kernels.Convolution;

/// <summary>A convolution with everything that its gradients need, to be run again and again.</summary>
internal sealed class ConvolutionGradientRun
{
    private static readonly WorkerPool TwoThreads = new(2);

    private readonly ConvolutionGeometry _geometry;
    private readonly Memory<float> _input;
    private readonly Memory<float> _outputGradient;
    private readonly Memory<float> _inputGradient;
    private readonly Memory<float> _weightGradient;
    private readonly Memory<float> _workspace;
    private readonly ConvolutionGradientWeights _weights;
    private readonly WorkerPool _pool;

    public ConvolutionGradientRun(in ConvolutionGeometry geometry, int threads)
    {
        _geometry = geometry;
        _input = RandomNumbers.Create(geometry.InputLength);
        _outputGradient = RandomNumbers.Create(geometry.OutputLength);
        _inputGradient = TensorMemory.Allocate<float>(geometry.InputLength);
        _weightGradient = TensorMemory.Allocate<float>(geometry.WeightLength);
        _workspace = TensorMemory.Allocate<float>(Math.Max(
            ConvolutionGradientKernel.InputGradientWorkspaceLength(geometry), ConvolutionGradientKernel.WeightGradientWorkspaceLength(geometry)));
        _weights = ConvolutionGradientWeights.Create(geometry);
        _weights.Pack(RandomNumbers.Create(geometry.WeightLength).Span);
        _pool = threads == 1 ? WorkerPool.Sequential : TwoThreads;
    }

    public void InputGradient() => ConvolutionGradientKernel.InputGradient(
        _geometry, _outputGradient.Span, _weights, [], _inputGradient.Span, _workspace.Span, _pool);

    public void WeightGradient() => ConvolutionGradientKernel.WeightGradient(
        _geometry, _input.Span, _outputGradient.Span, _weightGradient.Span, _workspace.Span, _pool);
}
