using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Pad: elements put before and behind each axis. Mode constant: one value; reflect: the input mirrored without its edge; edge: its edge; wrap: its other
/// end. Negative pads cut off in mode constant and are refused in the others.
/// Operator sets 2 to 22: <c>pads</c> and <c>value</c> are attributes before 11, else inputs 1 and 2, and since 18 input 3 names the axes. Pads must not
/// depend on the input of the graph. All element types.
/// </summary>
internal sealed class Pad : Operator
{
    private readonly IReadOnlyList<long>? _pads;
    private readonly float _value;
    private readonly string _mode;

    public Pad(OnnxNode node)
        : base(node, node.OperatorSetVersion < 11 ? ["mode", "pads", "value"] : ["mode"])
    {
        _mode = node.Attributes.Text("mode", "constant");
        _pads = node.Attributes.Integers("pads");
        _value = node.Attributes.Number("value", 0);
        if (_mode is not ("constant" or "reflect" or "edge") && !(_mode == "wrap" && node.OperatorSetVersion >= 19))
        {
            throw new OnnxException($"Attribute 'mode' is '{_mode}', expected constant, reflect, edge or (since operator set 19) wrap.");
        }

        if (_pads is null && node.OperatorSetVersion < 11)
        {
            throw new OnnxException("Attribute 'pads' is missing.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, _pads is null ? 2 : 1, _pads is not null ? 1 : Node.OperatorSetVersion < 18 ? 3 : 4);
        TensorFact input = Facts.Required(inputs, 0, "data");
        long[] pads = PadsOf(input.Shape.Rank, _pads ?? Facts.Integers(Facts.Required(inputs, 1, "pads"), "pads"), Facts.Integers(inputs, 3, "axes"));
        if (Facts.Optional(inputs, 2) is { } value)
        {
            Facts.CheckType(value, input.ElementType, "constant_value");
            if (value.Shape.Count != 1)
            {
                throw new OnnxException($"Input constant_value has shape {value.Shape}, expected one element.");
            }
        }

        int rank = input.Shape.Rank;
        long[] dimensions = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            long before = pads[axis];
            long after = pads[rank + axis];
            dimensions[axis] = input.Shape[axis] + before + after;
            bool cuts = before < 0 || after < 0;
            if (dimensions[axis] < 0 || (cuts && _mode != "constant") || (_mode != "constant" && input.Shape[axis] == 0 && dimensions[axis] > 0))
            {
                throw new OnnxException($"Pads {Facts.List(pads)} in mode {_mode} do not fit an input of shape {input.Shape}.");
            }
        }

        return [new TensorFact(input.ElementType, Facts.ShapeOf(dimensions))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(this, context));

    public override bool HasGradient(int input) => input == 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(1, 3);

    public override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> target = context.InputGradient(0);
        target.Span.Clear();
        int rank = target.Shape.Rank;
        if (gradient.Shape.Count == 0)
        {
            return;
        }

        long[] pads = PadsOf(rank, _pads ?? Integers(context.Forward.Input(1))!, Integers(context.Forward.OptionalInput(3)));
        Span<int> strides = stackalloc int[rank];
        Span<int> targetStrides = stackalloc int[rank];
        Strides.Fill(gradient.Shape, gradient.Format, strides);
        Strides.Fill(target.Shape, target.Format, targetStrides);
        if (_mode == "constant")
        {
            Span<int> block = stackalloc int[rank];
            (int source, int start) = Block(target.Shape, gradient.Shape, pads, targetStrides, strides, block);
            StridedCopy.Copy(block, gradient.Span, start, strides, target.Span, source, targetStrides);
            return;
        }

        Span<int> place = stackalloc int[rank];
        place.Clear();
        Span<int> position = [0];
        do
        {
            int inside = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                inside += Inside(place[axis] - (int)pads[axis], target.Shape[axis]) * targetStrides[axis];
            }

            target.Span[inside] += gradient.Span[position[0]];
        }
        while (StridedLoop.Advance(gradient.Shape.Dimensions, strides, rank, place, position));
    }

    // The part of the input that is not cut off, and where it begins in the input and in the output.
    private static (int Source, int Target) Block(
        Shape input, Shape output, long[] pads, ReadOnlySpan<int> strides, ReadOnlySpan<int> outputStrides, Span<int> block)
    {
        int source = 0;
        int target = 0;
        for (int axis = 0; axis < block.Length; axis++)
        {
            int cut = (int)Math.Max(0, -pads[axis]);
            int first = (int)Math.Max(0, pads[axis]);
            block[axis] = Math.Max(0, Math.Min(input[axis] - cut, output[axis] - first));
            source += cut * strides[axis];
            target += first * outputStrides[axis];
        }

        return (source, target);
    }

    // Where a mode other than constant takes an element from.
    private int Inside(int offset, int length)
    {
        switch (_mode)
        {
            case "edge":
                return Math.Clamp(offset, 0, length - 1);
            case "wrap":
                return ((offset % length) + length) % length;
            default:
                int period = Math.Max(1, 2 * (length - 1));
                int inPeriod = ((offset % period) + period) % period;
                return inPeriod < length ? inPeriod : period - inPeriod;
        }
    }

    private static long[]? Integers(Tensor? tensor) => tensor switch
    {
        Tensor<long> wide => wide.Span.ToArray(),
        Tensor<int> narrow => Array.ConvertAll(narrow.Span.ToArray(), value => (long)value),
        _ => null,
    };

    /// <summary>What is put before each axis, then what is put behind each.</summary>
    private static long[] PadsOf(int rank, IReadOnlyList<long> pads, IReadOnlyList<long>? axes)
    {
        int[] padded = axes is null ? [.. Enumerable.Range(0, rank)] : Facts.Axes(axes, rank);
        if (pads.Count != 2 * padded.Length || pads.Any(pad => Math.Abs((decimal)pad) > int.MaxValue))
        {
            throw new OnnxException($"pads {Facts.List(pads)} must be one number before and one behind each of {padded.Length} axes.");
        }

        long[] all = new long[2 * rank];
        for (int index = 0; index < padded.Length; index++)
        {
            all[padded[index]] = pads[index];
            all[rank + padded[index]] = pads[padded.Length + index];
        }

        return all;
    }

    private readonly record struct Run(Pad Operator, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> input = Context.Input<T>(0);
            Tensor<T> output = Context.Output<T>(0);
            int rank = input.Shape.Rank;
            long[] pads = PadsOf(rank, Operator._pads ?? Integers(Context.Input(1))!, Integers(Context.OptionalInput(3)));
            if (Operator._mode == "constant")
            {
                output.Span.Fill(Filling<T>());
            }

            Span<int> block = stackalloc int[rank];
            Span<int> strides = stackalloc int[rank];
            Span<int> outputStrides = stackalloc int[rank];
            Strides.Fill(input.Shape, input.Format, strides);
            Strides.Fill(output.Shape, output.Format, outputStrides);
            (int source, int target) = Block(input.Shape, output.Shape, pads, strides, outputStrides, block);
            if (!block.Contains(0))
            {
                StridedCopy.Copy(block, input.Span, source, strides, output.Span, target, outputStrides);
            }

            if (Operator._mode != "constant" && output.Shape.Count > 0)
            {
                Mirror(input.Shape, output, pads, block, outputStrides, target);
            }
        }

        // Axis by axis: what lies outside along one axis is copied from inside, over all that the axes before have filled already.
        private void Mirror<T>(Shape input, Tensor<T> output, long[] pads, Span<int> block, ReadOnlySpan<int> strides, int start)
            where T : notnull
        {
            Span<T> elements = output.Span;
            for (int axis = 0; axis < block.Length; axis++)
            {
                int length = block[axis];
                block[axis] = 1;
                for (int position = 0; position < output.Shape[axis]; position++)
                {
                    int offset = position - (int)pads[axis];
                    if (offset < 0 || offset >= length)
                    {
                        int from = start + (Operator.Inside(offset, length) * strides[axis]);
                        StridedCopy.Copy(block, elements, from, strides, elements, start + (offset * strides[axis]), strides);
                    }
                }

                block[axis] = output.Shape[axis];
                start -= (int)pads[axis] * strides[axis];
            }
        }

        private T Filling<T>()
            where T : notnull
        {
            if (Context.OptionalInput(2) is Tensor<T> { Shape.Count: 1 } value)
            {
                return value.Span[0];
            }

            Tensor<T> filling = Tensor.Create<T>(default);
            if (filling is Tensor<float> number)
            {
                number.Span[0] = Operator._value;
            }
            else if (filling is Tensor<string> text)
            {
                text.Span[0] = string.Empty;
            }

            return filling.Span[0];
        }
    }
}
