using MLNetTransfer.Compute.Kernels.Reordering;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// A normalisation over one axis (operator sets from 13 on; the last one unless <c>axis</c> says another), or before 13 over all axes from <c>axis</c> (1
/// unless stated) on together.
/// </summary>
internal abstract class SoftmaxOperator : Operator
{
    private readonly long _axis;
    private readonly bool _flattens;

    protected SoftmaxOperator(OnnxNode node)
        : base(node, "axis")
    {
        _flattens = node.OperatorSetVersion < 13;
        _axis = node.Attributes.Integer("axis", _flattens ? 1 : -1);
    }

    public sealed override bool CanRunInPlace => true;

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        Shape shape = Facts.Float(inputs, 0, "input").Shape;
        AxisOf(shape);
        return [new TensorFact(ElementType.Float32, shape)];
    }

    // Over all of a picture the order does not matter; over its channels they must be innermost.
    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => inputs[0] is { Shape.Rank: 4 } input && AxisOf(input.Shape) == 1;

    public sealed override int WorkspaceLength(IReadOnlyList<TensorFact?> inputs) => InnerOf(inputs[0]!.Shape) == 1 ? 0 : inputs[0]!.Shape.Count;

    public sealed override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Span<float> output = context.Output<float>(0).Span;
        Shape shape = input.Shape;
        if (shape.Count == 0)
        {
            return;
        }

        int axis = AxisOf(shape);
        int inner = InnerOf(shape);
        int outer = 1;
        foreach (int dimension in shape.Dimensions[..axis])
        {
            outer *= dimension;
        }

        int columns = shape.Count / outer / inner;
        if (inner == 1 || input.Format == MemoryFormat.ChannelsLast)
        {
            Run(outer * inner, columns, input.Span, output, context.Pool);
            return;
        }

        Span<float> rows = context.Workspace.Span[..shape.Count];
        LayoutConversion.Transpose(outer, columns, inner, input.Span, rows, context.Pool);
        Run(outer * inner, columns, rows, rows, context.Pool);
        LayoutConversion.Transpose(outer, inner, columns, rows, output, context.Pool);
    }

    public sealed override bool HasGradient(int input) => true;

    public sealed override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.FirstOutput;

    public sealed override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        InnerOf(inputs[0]!.Shape) == 1 ? 0 : checked(2 * inputs[0]!.Shape.Count);

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> output = context.Forward.Output<float>(0);
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> target = context.InputGradient(0);
        Shape shape = output.Shape;
        if (shape.Count == 0)
        {
            return;
        }

        int inner = InnerOf(shape);
        int outer = new Shape(shape.Dimensions[..AxisOf(shape)]).Count;
        int columns = shape.Count / outer / inner;
        if (inner == 1 || output.Format == MemoryFormat.ChannelsLast)
        {
            RunBackward(outer * inner, columns, output.Memory, gradient.Memory, target.Memory, context.Pool);
            return;
        }

        Memory<float> outputRows = context.Workspace[..shape.Count];
        Memory<float> rows = context.Workspace.Slice(shape.Count, shape.Count);
        LayoutConversion.Transpose(outer, columns, inner, output.Span, outputRows.Span, context.Pool);
        LayoutConversion.Transpose(outer, columns, inner, gradient.Span, rows.Span, context.Pool);
        RunBackward(outer * inner, columns, outputRows, rows, rows, context.Pool);
        LayoutConversion.Transpose(outer, inner, columns, rows.Span, target.Span, context.Pool);
    }

    /// <summary>The gradient of each row of the input; may be the memory of the gradient of the output.</summary>
    protected abstract void RunBackward(int rows, int columns, Memory<float> output, Memory<float> outputGradient, Memory<float> inputGradient, WorkerPool pool);

    protected abstract void Run(int rows, int columns, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool);

    private int AxisOf(Shape shape) => _flattens && _axis == shape.Rank ? shape.Rank : Facts.Axis(_axis, Math.Max(shape.Rank, 1));

    private int InnerOf(Shape shape)
    {
        int inner = 1;
        if (!_flattens && shape.Rank > 0)
        {
            foreach (int dimension in shape.Dimensions[(AxisOf(shape) + 1)..])
            {
                inner *= dimension;
            }
        }

        return inner;
    }
}
