using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>GlobalAveragePool: the mean of each channel of each picture. Operator sets 1 to 22; Float32; any number of spatial dimensions.</summary>
internal sealed class GlobalAveragePool : GlobalPoolingOperator
{
    public GlobalAveragePool(OnnxNode node)
        : base(node)
    {
    }

    protected override void RunBackward(int batch, int pixels, int channels, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        PoolingGradientKernel.Average(new PoolingGeometry(batch, 1, pixels, channels, 1, pixels), countPadding: false, outputGradient, inputGradient, pool);

    protected override void Run(int batch, int pixels, int channels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        PoolingKernel.GlobalAverage(batch, pixels, channels, input, output, pool);
}
