using MLNetTransfer.Compute.Kernels.Softmax;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// LogSoftmax: the logarithm of the softmax along <c>axis</c>, before operator set 13 over all axes from it on. Operator sets 1 to 22; Float32.
/// </summary>
internal sealed class LogSoftmax : SoftmaxOperator
{
    public LogSoftmax(OnnxNode node)
        : base(node)
    {
    }

    protected override void Run(int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        SoftmaxKernel.LogSoftmax(rows, columns, input, output, pool);
}
