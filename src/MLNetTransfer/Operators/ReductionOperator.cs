using System.Numerics;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// One number from all along some axes: those of <c>axes</c>, an attribute at first and later input 1, or all; without any, nothing is reduced where
/// <c>noop_with_empty_axes</c> is 1. Reduced axes stay with length 1 unless <c>keepdims</c> is 0. All numeric types; real numbers are combined in 64 bits.
/// </summary>
internal abstract class ReductionOperator<TReduction> : Operator
    where TReduction : struct, IReduction
{
    private readonly IReadOnlyList<long>? _axes;
    private readonly bool _keepsDimensions;
    private readonly bool _noneIsNone;

    /// <summary>Reads the attributes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputVersion">The operator set in which <c>axes</c> became an input.</param>
    protected ReductionOperator(OnnxNode node, int inputVersion)
        : base(node, node.OperatorSetVersion >= inputVersion ? ["keepdims", "noop_with_empty_axes"] : ["axes", "keepdims"])
    {
        HasAxesInput = node.OperatorSetVersion >= inputVersion;
        _axes = node.Attributes.Integers("axes");
        _keepsDimensions = node.Attributes.Integer("keepdims", 1) != 0;
        _noneIsNone = node.Attributes.Integer("noop_with_empty_axes", 0) != 0;
    }

    private bool HasAxesInput { get; }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, HasAxesInput ? 2 : 1);
        TensorFact input = Facts.Required(inputs, 0, "data");
        if (!ElementDispatch.IsNumber(input.ElementType))
        {
            throw new OnnxException($"Input data holds {input.ElementType}, expected a number.");
        }

        bool[] reduced = Reduced(input.Shape.Rank, _axes ?? Facts.Integers(inputs, 1, "axes"));
        List<long> dimensions = [];
        bool isEmpty = false;
        for (int axis = 0; axis < reduced.Length; axis++)
        {
            isEmpty |= reduced[axis] && input.Shape[axis] == 0;
            if (!reduced[axis] || _keepsDimensions)
            {
                dimensions.Add(reduced[axis] ? 1 : input.Shape[axis]);
            }
        }

        return isEmpty && !TReduction.AllowsEmpty
            ? throw new OnnxException($"There is no result for the empty axis of {input.Shape}.")
            : [new TensorFact(input.ElementType, Facts.ShapeOf(dimensions))];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context)
    {
        Tensor input = context.Input(0);
        bool[] reduced = Reduced(input.Shape.Rank, _axes ?? AxesOf(context));
        if (input is Tensor<float> { Format: MemoryFormat.ChannelsLast } pictures && reduced is [false, false, true, true] && input.Shape.Count > 0
            && ReducePictures(pictures, context))
        {
            return;
        }

        ElementDispatch.Number(input.ElementType, new Run(reduced, context));
    }

    /// <summary>A fast way for the height and width of channels-last pictures, to one number a channel.</summary>
    /// <returns>Whether there is one.</returns>
    protected virtual bool ReducePictures(Tensor<float> input, OperatorContext context) => false;

    /// <summary>What one number adds to the result, the same for all of <paramref name="count"/> numbers; null where the result is one of them, of equal ones the first.</summary>
    protected abstract float? Share(int count);

    public sealed override bool HasGradient(int input) => input == 0;

    public sealed override bool AddsPrior(int input) => Share(1) is not null;

    public sealed override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(Share(1) is null ? [0, 1] : [1]);

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> target = context.InputGradient(0);
        Shape shape = target.Shape;
        bool[] reduced = Reduced(shape.Rank, _axes ?? AxesOf(context.Forward));
        Shape kept = new([.. shape.Dimensions.ToArray().Select((dimension, axis) => reduced[axis] ? 1 : dimension)]);
        if (gradient.Shape.Count == 0)
        {
            BroadcastGradient.Begin(context, 0);
        }
        else if (Share(shape.Count / gradient.Shape.Count) is { } share)
        {
            Operand<float> given = new(gradient, kept);
            BroadcastGradient.Apply(new ScaledGradient(share), shape, given, null, null, new(target), context.Prior(0), context.Workspace, context.Pool);
        }
        else
        {
            new Run(reduced, context.Forward).Select(context.Forward.Input<float>(0), gradient, target);
        }
    }

    private static long[]? AxesOf(OperatorContext context) => context.OptionalInput(1) switch
    {
        Tensor<long> axes => axes.Span.ToArray(),
        Tensor<int> axes => Array.ConvertAll(axes.Span.ToArray(), axis => (long)axis),
        _ => null,
    };

    private bool[] Reduced(int rank, IReadOnlyList<long>? axes)
    {
        bool[] reduced = new bool[rank];
        if (axes is null || axes.Count == 0)
        {
            Array.Fill(reduced, !_noneIsNone);
            return reduced;
        }

        foreach (int axis in Facts.Axes(axes, rank))
        {
            reduced[axis] = true;
        }

        return reduced;
    }

    private readonly record struct Run(bool[] Reduced, OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            if (typeof(T) == typeof(float))
            {
                Reduce<T, double>();
            }
            else
            {
                Reduce<T, T>();
            }
        }

        private void Reduce<T, TSum>()
            where T : struct, INumber<T>
            where TSum : struct, INumber<TSum>
        {
            Tensor<T> input = Context.Input<T>(0);
            Tensor<T> output = Context.Output<T>(0);
            Shape shape = input.Shape;
            if (output.Shape.Count == 0)
            {
                return;
            }

            if (shape.Count == 0)
            {
                output.Span.Fill(T.CreateTruncating(TReduction.Finish(TSum.Zero, 0)));
                return;
            }

            int rank = shape.Rank;
            Span<int> kept = stackalloc int[rank];
            Span<int> keptStrides = stackalloc int[2 * rank];
            Span<int> over = stackalloc int[rank];
            Span<int> overStrides = stackalloc int[rank];
            int overCount = FillLoops(input, output, kept, keptStrides, over, overStrides);
            int keptCount = rank - overCount;
            ReadOnlySpan<T> source = input.Span;
            Span<T> target = output.Span;
            Span<int> keptCounters = stackalloc int[keptCount];
            Span<int> overCounters = stackalloc int[overCount];
            keptCounters.Clear();
            overCounters.Clear();
            Span<int> positions = [0, 0];
            Span<int> position = [0];
            do
            {
                position[0] = positions[1];
                TSum sum = TSum.CreateTruncating(source[position[0]]);
                int count = 1;
                while (StridedLoop.Advance(over, overStrides, rank, overCounters, position))
                {
                    sum = TReduction.Combine(sum, TSum.CreateTruncating(source[position[0]]));
                    count++;
                }

                target[positions[0]] = T.CreateTruncating(TReduction.Finish(sum, count));
            }
            while (StridedLoop.Advance(kept, keptStrides, rank, keptCounters, positions));
        }

        /// <summary>Gives the whole gradient of each result to the first number that it is.</summary>
        public void Select(Tensor<float> input, Tensor<float> gradient, Tensor<float> target)
        {
            int rank = input.Shape.Rank;
            Span<int> kept = stackalloc int[rank];
            Span<int> keptStrides = stackalloc int[2 * rank];
            Span<int> over = stackalloc int[rank];
            Span<int> overStrides = stackalloc int[rank];
            int overCount = FillLoops(input, gradient, kept, keptStrides, over, overStrides);
            ReadOnlySpan<float> source = input.Span;
            target.Span.Clear();
            Span<int> keptCounters = stackalloc int[rank - overCount];
            Span<int> overCounters = stackalloc int[overCount];
            keptCounters.Clear();
            overCounters.Clear();
            Span<int> positions = [0, 0];
            Span<int> position = [0];
            do
            {
                position[0] = positions[1];
                int selected = position[0];
                while (StridedLoop.Advance(over, overStrides, rank, overCounters, position))
                {
                    selected = TReduction.Combine(source[selected], source[position[0]]) == source[selected] ? selected : position[0];
                }

                target.Span[selected] = gradient.Span[positions[0]];
            }
            while (StridedLoop.Advance(kept, keptStrides, rank, keptCounters, positions));
        }

        // Kept loops outside over output and input, reduced ones inside over the input; gives the number of the latter.
        private int FillLoops<T>(Tensor<T> input, Tensor<T> output, Span<int> kept, Span<int> keptStrides, Span<int> over, Span<int> overStrides)
            where T : notnull
        {
            Shape shape = input.Shape;
            int rank = shape.Rank;
            Span<int> inputStrides = stackalloc int[rank];
            Strides.Fill(shape, input.Format, inputStrides);
            Span<int> outputStrides = stackalloc int[rank];
            OutputStrides(shape, output, outputStrides);
            int keptCount = 0;
            int overCount = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                if (Reduced[axis])
                {
                    over[overCount] = shape[axis];
                    overStrides[overCount++] = inputStrides[axis];
                }
                else
                {
                    kept[keptCount] = shape[axis];
                    keptStrides[keptCount] = outputStrides[axis];
                    keptStrides[rank + keptCount++] = inputStrides[axis];
                }
            }

            return overCount;
        }

        private void OutputStrides<T>(Shape shape, Tensor<T> output, Span<int> strides)
            where T : notnull
        {
            if (output.Shape.Rank == shape.Rank)
            {
                Strides.Fill(output.Shape, output.Format, strides);
                return;
            }

            int stride = 1;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                strides[axis] = stride;
                stride *= Reduced[axis] ? 1 : shape[axis];
            }
        }
    }
}
