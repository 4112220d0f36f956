using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// MaxPool: the maximum of each window; padding does not take part.
/// Operator sets 1 to 22; Float32; one or two spatial dimensions, ceil_mode, dilations, auto_pad. Refused: the output Indices, three and more spatial
/// dimensions.
/// </summary>
internal sealed class MaxPool : PoolingOperator
{
    public MaxPool(OnnxNode node)
        : base(
            node,
            node.OperatorSetVersion >= 10
                ? ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"]
                : ["auto_pad", "kernel_shape", "pads", "storage_order", "strides"])
    {
        if (node.Outputs.Skip(1).Any(name => name.Length > 0))
        {
            throw new OnnxException("The output Indices is not supported.");
        }
    }

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0);

    protected override void RunBackward(in PoolingGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        PoolingGradientKernel.Max(geometry, input, outputGradient, inputGradient, pool);

    protected override void Run(in PoolingGeometry geometry, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        PoolingKernel.Max(geometry, input, output, pool);
}
