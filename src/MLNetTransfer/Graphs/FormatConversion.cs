using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>The step between an operator that gives one memory format and one that takes the other. It stands in plans only, never in a file.</summary>
internal sealed class FormatConversion : Operator
{
    private FormatConversion()
        : base(new OnnxNode("format conversion", nameof(FormatConversion), "internal", 1, [], [], new OnnxAttributes()))
    {
    }

    public static FormatConversion Instance { get; } = new();

    /// <summary>Whether both formats of such a shape are the same memory.</summary>
    public static bool IsFree(Shape shape) => shape.Rank == 4 && (shape[1] == 1 || (long)shape[2] * shape[3] == 1);

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs) => [inputs[0]!];

    public override void Forward(OperatorContext context) => Convert(context.Input<float>(0), context.Output<float>(0), context.Pool);

    public static void Convert(Tensor<float> from, Tensor<float> to, WorkerPool pool)
    {
        Shape shape = from.Shape;
        if (to.Format == MemoryFormat.ChannelsLast)
        {
            LayoutConversion.ToChannelsLast(shape[0], shape[1], shape[2] * shape[3], from.Span, to.Span, pool);
        }
        else
        {
            LayoutConversion.ToChannelsFirst(shape[0], shape[1], shape[2] * shape[3], from.Span, to.Span, pool);
        }
    }
}
