using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>GlobalMaxPool: the maximum of each channel of each picture. Operator sets 1 to 22; Float32; any number of spatial dimensions.</summary>
internal sealed class GlobalMaxPool : GlobalPoolingOperator
{
    public GlobalMaxPool(OnnxNode node)
        : base(node)
    {
    }

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0);

    protected override void RunBackward(int batch, int pixels, int channels, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        PoolingGradientKernel.Max(new PoolingGeometry(batch, 1, pixels, channels, 1, pixels), input, outputGradient, inputGradient, pool);

    protected override void Run(int batch, int pixels, int channels, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        PoolingKernel.GlobalMax(batch, pixels, channels, input, output, pool);
}
