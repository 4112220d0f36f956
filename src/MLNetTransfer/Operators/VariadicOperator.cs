using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// A function of any number of inputs of one type that is applied to them from left to right, broadcast to each other; before operator set 8 all have one
/// shape.
/// </summary>
internal abstract class VariadicOperator<TReal, TNumber> : Operator
    where TReal : struct, IBinaryOperator
    where TNumber : struct, INumberFunction
{
    protected VariadicOperator(OnnxNode node)
        : base(node)
    {
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, int.MaxValue);
        TensorFact first = Facts.Required(inputs, 0, "inputs");
        if (!ElementDispatch.IsNumber(first.ElementType))
        {
            throw new OnnxException($"Input 0 holds {first.ElementType}, expected a number.");
        }

        Shape shape = first.Shape;
        for (int index = 1; index < inputs.Count; index++)
        {
            TensorFact input = Facts.Required(inputs, index, "inputs");
            Facts.CheckType(input, first.ElementType, "inputs");
            if (Node.OperatorSetVersion < 8)
            {
                Facts.CheckShape(input, shape, "inputs");
            }

            shape = Facts.Broadcast(shape, input.Shape);
        }

        return [new TensorFact(first.ElementType, shape)];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context) => ElementDispatch.Number(context.Input(0).ElementType, new Run(context));

    /// <summary>Whether the result is one of the numbers, to which the whole gradient then goes (of equal ones the first); otherwise it is their sum.</summary>
    protected abstract bool Selects { get; }

    public sealed override bool HasGradient(int input) => true;

    public sealed override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => !Selects && inputs[input]!.Shape == ResultShape(inputs);

    public sealed override bool AddsPrior(int input) => true;

    public sealed override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) =>
        Selects ? new BackwardNeeds([.. Enumerable.Range(0, LastOf(wanted) + 1)], [0]) : Operators.BackwardNeeds.Nothing;

    public sealed override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        Shape result = ResultShape(inputs);
        int length = 0;
        for (int index = 0; index < wanted.Count; index++)
        {
            length = Math.Max(length, wanted[index] ? BroadcastGradient.WorkspaceLength(result, inputs[index]!.Shape) : 0);
        }

        return (Selects && LastOf(wanted) > 0 ? result.Count : 0) + length;
    }

    public sealed override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Shape result = gradient.Shape;
        int last = LastOf([.. Enumerable.Range(0, context.Forward.InputCount).Select(context.IsWanted)]);
        bool keepsRest = Selects && last > 0;
        Memory<float> workspace = keepsRest ? context.Workspace[result.Count..] : context.Workspace;
        for (int index = 0; index <= last; index++)
        {
            Operand<float> input = new(context.Forward.Input<float>(index));
            if (context.OptionalInputGradient(index) is { } target)
            {
                Operand<float> written = new(target);
                if (Selects)
                {
                    Operand<float> output = new(context.Forward.Output<float>(0));
                    BroadcastGradient.Apply(default(TakenGradient), result, new(gradient), input, output, written, context.Prior(index), workspace, context.Pool);
                }
                else
                {
                    BroadcastGradient.Apply(default(SameGradient), result, new(gradient), null, null, written, context.Prior(index), workspace, context.Pool);
                }
            }

            // What an input has taken is not there for those behind it.
            if (keepsRest && index < last)
            {
                Tensor<float> rest = Tensor.From(result, context.Workspace[..result.Count], gradient.Format);
                Operand<float> output = new(context.Forward.Output<float>(0));
                BroadcastGradient.Apply(default(LeftGradient), result, new(gradient), input, output, new(rest), null, default, context.Pool);
                gradient = rest;
            }
        }
    }

    private static int LastOf(IReadOnlyList<bool> wanted)
    {
        int last = wanted.Count - 1;
        while (last >= 0 && !wanted[last])
        {
            last--;
        }

        return last;
    }

    private static Shape ResultShape(IReadOnlyList<TensorFact?> inputs) =>
        inputs.Aggregate(inputs[0]!.Shape, (shape, input) => Facts.Broadcast(shape, input!.Shape));

    private readonly struct TakenGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) =>
            Vector.ConditionalSelect(Vector.Equals(first, second), gradient, Vector<float>.Zero);
    }

    private readonly struct LeftGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) =>
            Vector.ConditionalSelect(Vector.Equals(first, second), Vector<float>.Zero, gradient);
    }

    private readonly record struct Run(OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            Tensor<T> output = Context.Output<T>(0);
            Operand<T> first = new(Context.Input<T>(0));
            if (Context.InputCount == 1)
            {
                StridedCopy.Copy(first.Tensor, output);
            }

            for (int index = 1; index < Context.InputCount; index++)
            {
                Operand<T> next = new(Context.Input<T>(index));
                if (output is Tensor<float> real)
                {
                    Broadcasting.Apply(default(TReal), AsReal(first), AsReal(next), real, Context.Pool);
                }
                else
                {
                    Broadcasting.ApplyEach<T, T>(TNumber.Invoke, first, next, output);
                }

                first = new Operand<T>(output);
            }
        }

        private static Operand<float> AsReal<T>(Operand<T> operand)
            where T : struct, INumber<T> => new((Tensor<float>)(Tensor)operand.Tensor);
    }
}
