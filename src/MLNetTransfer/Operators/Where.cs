using System.Numerics;
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

    public override bool HasGradient(int input) => input > 0;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        Shape condition = inputs[0]!.Shape;
        Shape result = Facts.Broadcast(condition, Facts.Broadcast(inputs[1]!.Shape, inputs[2]!.Shape));
        return condition.Count + Math.Max(
            wanted[1] ? BroadcastGradient.WorkspaceLength(result, inputs[1]!.Shape) : 0,
            wanted[2] ? BroadcastGradient.WorkspaceLength(result, inputs[2]!.Shape) : 0);
    }

    public override void Backward(BackwardContext context)
    {
        Operand<float> gradient = new(context.OutputGradient(0));
        Tensor<bool> condition = context.Forward.Input<bool>(0);
        Operand<float> choice = new(Tensor.From(condition.Shape, context.Workspace[..condition.Shape.Count]));
        for (int index = 0; index < condition.Shape.Count; index++)
        {
            choice.Tensor.Span[index] = condition.Span[index] ? 1 : 0;
        }

        Memory<float> workspace = context.Workspace[condition.Shape.Count..];
        if (context.OptionalInputGradient(1) is { } first)
        {
            BroadcastGradient.Apply(new Gradient(1), gradient.Shape, gradient, choice, null, new(first), context.Prior(1), workspace, context.Pool);
        }

        if (context.OptionalInputGradient(2) is { } second)
        {
            BroadcastGradient.Apply(new Gradient(0), gradient.Shape, gradient, choice, null, new(second), context.Prior(2), workspace, context.Pool);
        }
    }

    private readonly record struct Gradient(float Choice) : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => false;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) =>
            Vector.ConditionalSelect(Vector.Equals(first, new Vector<float>(Choice)), gradient, Vector<float>.Zero);
    }

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
