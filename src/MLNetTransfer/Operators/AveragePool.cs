using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// AveragePool: the mean of each window over the positions inside the picture, or with <c>count_include_pad</c> inside the padded picture.
/// Operator sets 1 to 22; Float32; one or two spatial dimensions, ceil_mode, dilations, auto_pad. Refused: three and more spatial dimensions.
/// </summary>
internal sealed class AveragePool : PoolingOperator
{
    private readonly bool _countPadding;

    public AveragePool(OnnxNode node)
        : base(node, AttributesOf(node.OperatorSetVersion))
    {
        _countPadding = node.Attributes.Integer("count_include_pad", 0) != 0;
    }

    protected override void RunBackward(in PoolingGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, WorkerPool pool) =>
        PoolingGradientKernel.Average(geometry, _countPadding, outputGradient, inputGradient, pool);

    protected override void Run(in PoolingGeometry geometry, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool) =>
        PoolingKernel.Average(geometry, _countPadding, input, output, pool);

    private static string[] AttributesOf(int version) => version switch
    {
        >= 19 => ["auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"],
        >= 10 => ["auto_pad", "ceil_mode", "count_include_pad", "kernel_shape", "pads", "strides"],
        >= 7 => ["auto_pad", "count_include_pad", "kernel_shape", "pads", "strides"],
        _ => ["auto_pad", "kernel_shape", "pads", "strides"],
    };
}
