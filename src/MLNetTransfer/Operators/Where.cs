using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Where: X where the condition (input 0) is true, else Y; all three are broadcast to each other. Operator sets 9 to 22; all element types.</summary>
internal sealed class Where : Operator
{
    public Where(OnnxNode node)
        : base(node)
    {
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 3, 3);
        TensorFact condition = Facts.Required(inputs, 0, "condition");
        TensorFact first = Facts.Required(inputs, 1, "X");
        TensorFact second = Facts.Required(inputs, 2, "Y");
        Facts.CheckType(condition, ElementType.Boolean, "condition");
        Facts.CheckType(second, first.ElementType, "Y");
        return [new TensorFact(first.ElementType, Facts.Broadcast(condition.Shape, Facts.Broadcast(first.Shape, second.Shape)))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(1).ElementType, new Run(context));

    private readonly record struct Run(OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> output = Context.Output<T>(0);
            if (output.Shape.Count == 0)
            {
                return;
            }

            int pitch = Math.Max(output.Shape.Rank, 1);
            Span<int> loops = stackalloc int[pitch];
            Span<int> strides = stackalloc int[4 * pitch];
            loops[0] = 1;
            strides.Clear();
            output.Shape.Dimensions.CopyTo(loops);
            Strides.Fill(output.Shape, output.Format, strides);
            for (int operand = 0; operand < 3; operand++)
            {
                Strides.FillBroadcast(Context.Input(operand).Shape, Context.Input(operand).Format, output.Shape, strides[((operand + 1) * pitch)..]);
            }

            ReadOnlySpan<bool> condition = Context.Input<bool>(0).Span;
            ReadOnlySpan<T> first = Context.Input<T>(1).Span;
            ReadOnlySpan<T> second = Context.Input<T>(2).Span;
            Span<int> counters = stackalloc int[StridedLoop.Simplify(loops, strides)];
            counters.Clear();
            Span<int> offsets = [0, 0, 0, 0];
            do
            {
                output.Span[offsets[0]] = condition[offsets[1]] ? first[offsets[2]] : second[offsets[3]];
            }
            while (StridedLoop.Advance(loops, strides, pitch, counters, offsets));
        }
    }
}
