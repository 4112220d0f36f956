using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Benchmarks.Kernels.Convolution;

/// <summary>A convolution with everything that it needs, to be run again and again.</summary>
internal sealed class ConvolutionRun
{
    private static readonly WorkerPool TwoThreads = new(2);

    private readonly ConvolutionGeometry _geometry;
    private readonly Memory<float> _input;
    private readonly Memory<float> _output;
    private readonly Memory<float> _bias;
    private readonly Memory<float> _workspace;
    private readonly ConvolutionWeights _weights;
    private readonly WorkerPool _pool;

    public ConvolutionRun(in ConvolutionGeometry geometry, int threads)
    {
        _geometry = geometry;
        _input = RandomNumbers.Create(geometry.InputLength);
        _output = TensorMemory.Allocate<float>(geometry.OutputLength);
        _bias = RandomNumbers.Create(geometry.OutputChannels);
        _workspace = TensorMemory.Allocate<float>(ConvolutionKernel.WorkspaceLength(geometry));
        _weights = ConvolutionWeights.Pack(RandomNumbers.Create(geometry.WeightLength).Span, geometry);
        _pool = threads == 1 ? WorkerPool.Sequential : TwoThreads;
    }

    public void Execute() => ConvolutionKernel.Forward(
        _geometry, _input.Span, _weights, _bias.Span, [], Activation.Relu, _output.Span, _workspace.Span, _pool);
}
