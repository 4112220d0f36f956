using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Slice: from <c>starts</c> to before <c>ends</c> along <c>axes</c>, every <c>steps</c>-th element, backwards where the step is negative. Bounds count from
/// the end where negative and are moved inside the input.
/// Operator sets 1 to 22: attributes before 10 (no steps), inputs since. Bounds must not depend on the input of the graph. All element types.
/// </summary>
internal sealed class Slice : Operator
{
    private readonly IReadOnlyList<long>? _starts;
    private readonly IReadOnlyList<long>? _ends;
    private readonly IReadOnlyList<long>? _axes;

    public Slice(OnnxNode node)
        : base(node, node.OperatorSetVersion < 10 ? ["starts", "ends", "axes"] : [])
    {
        _starts = node.Attributes.Integers("starts");
        _ends = node.Attributes.Integers("ends");
        _axes = node.Attributes.Integers("axes");
        if (node.OperatorSetVersion < 10 && (_starts is null || _ends is null))
        {
            throw new OnnxException("Attributes 'starts' and 'ends' are both required.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        bool hasAttributes = Node.OperatorSetVersion < 10;
        Facts.CheckCount(inputs, hasAttributes ? 1 : 3, hasAttributes ? 1 : 5);
        TensorFact input = Facts.Required(inputs, 0, "data");
        IReadOnlyList<long> starts = _starts ?? Facts.Integers(Facts.Required(inputs, 1, "starts"), "starts");
        IReadOnlyList<long> ends = _ends ?? Facts.Integers(Facts.Required(inputs, 2, "ends"), "ends");
        IReadOnlyList<long>? axes = _axes ?? Facts.Integers(inputs, 3, "axes");
        long[]? steps = Facts.Integers(inputs, 4, "steps");
        int[] dimensions = input.Shape.Dimensions.ToArray();
        if (ends.Count != starts.Count || (axes?.Count ?? starts.Count) != starts.Count || (steps?.Length ?? starts.Count) != starts.Count || starts.Count > dimensions.Length)
        {
            throw new OnnxException($"starts {Facts.List(starts)}, ends {Facts.List(ends)}, axes and steps must be of one length, at most the rank of {input.Shape}.");
        }

        int[] normalized = Facts.Axes(axes ?? [.. Enumerable.Range(0, starts.Count).Select(axis => (long)axis)], dimensions.Length);
        for (int index = 0; index < normalized.Length; index++)
        {
            Bounds bounds = Bounds.Of(starts[index], ends[index], steps?[index] ?? 1, dimensions[normalized[index]]);
            dimensions[normalized[index]] = bounds.Length;
        }

        return [new TensorFact(input.ElementType, new Shape(dimensions))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(this, context));

    public override bool HasGradient(int input) => input == 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(1, 2, 3, 4);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> target = context.InputGradient(0);
        Span<int> strides = stackalloc int[target.Shape.Rank];
        Span<int> targetStrides = stackalloc int[target.Shape.Rank];
        Strides.Fill(gradient.Shape, gradient.Format, strides);
        Strides.Fill(target.Shape, target.Format, targetStrides);
        int offset = Cut(context.Forward, target.Shape, targetStrides);
        target.Span.Clear();
        StridedCopy.Copy(gradient.Shape.Dimensions, gradient.Span, 0, strides, target.Span, offset, targetStrides);
    }

    // Makes the strides of the input those of what is cut out, and gives its first element.
    private int Cut(OperatorContext context, Shape input, Span<int> strides)
    {
        int count = _starts?.Count ?? context.Input(1).Shape.Count;
        int offset = 0;
        for (int index = 0; index < count; index++)
        {
            int axis = Facts.Axis(_axes?[index] ?? (context.OptionalInput(3) is { } axes ? Element(axes, index) : index), input.Rank);
            Bounds bounds = Bounds.Of(
                _starts?[index] ?? Element(context.Input(1), index),
                _ends?[index] ?? Element(context.Input(2), index),
                context.OptionalInput(4) is { } steps ? Element(steps, index) : 1,
                input[axis]);
            offset += bounds.Start * strides[axis];
            strides[axis] *= bounds.Step;
        }

        return offset;
    }

    private static long Element(Tensor tensor, int index) => tensor is Tensor<long> wide ? wide.Span[index] : ((Tensor<int>)tensor).Span[index];

    private readonly record struct Bounds(int Start, int Step, int Length)
    {
        public static Bounds Of(long start, long end, long step, int dimension)
        {
            if (step == 0)
            {
                throw new OnnxException("A step of 0 does not slice; steps are positive or negative.");
            }

            // Beyond the dimension in either direction every step says the same.
            int pace = (int)Math.Clamp(step, -int.MaxValue, int.MaxValue);
            long first = Inside(start, dimension, pace < 0);
            long beyond = Inside(end, dimension, pace < 0);
            long span = pace > 0 ? beyond - first : first - beyond;
            long size = Math.Abs((long)pace);
            int length = span <= 0 ? 0 : (int)((span + size - 1) / size);
            return new Bounds(length == 0 ? 0 : (int)first, length < 2 ? 1 : pace, length);
        }

        private static long Inside(long position, int dimension, bool backwards)
        {
            long absolute = position < 0 ? position + dimension : position;
            return backwards ? Math.Clamp(absolute, -1, Math.Max(dimension - 1, -1)) : Math.Clamp(absolute, 0, dimension);
        }
    }

    private readonly record struct Run(Slice Operator, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> input = Context.Input<T>(0);
            Tensor<T> output = Context.Output<T>(0);
            int rank = input.Shape.Rank;
            Span<int> strides = stackalloc int[rank];
            Span<int> outputStrides = stackalloc int[rank];
            Strides.Fill(input.Shape, input.Format, strides);
            Strides.Fill(output.Shape, output.Format, outputStrides);
            int offset = Operator.Cut(Context, input.Shape, strides);
            StridedCopy.Copy(output.Shape.Dimensions, input.Span, offset, strides, output.Span, 0, outputStrides);
        }
    }
}
