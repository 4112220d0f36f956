using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Pow: A to the power of B, broadcast; the result has the type of A, of integers cut towards zero.
/// Operator sets 6 to 22; all numeric types, which may differ since 12. Exponents 2 and 1/2 of real numbers are a product and a root.
/// </summary>
internal sealed class Pow : Operator
{
    private readonly LegacyBroadcast _legacy;

    public Pow(OnnxNode node)
        : base(node, LegacyBroadcast.Attributes(node))
    {
        _legacy = new LegacyBroadcast(node);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact left = Facts.Required(inputs, 0, "X");
        TensorFact right = Facts.Required(inputs, 1, "Y");
        if (!ElementDispatch.IsNumber(left.ElementType) || !ElementDispatch.IsNumber(right.ElementType))
        {
            throw new OnnxException($"Inputs hold {left.ElementType} and {right.ElementType}, expected numbers.");
        }

        return [new TensorFact(left.ElementType, Facts.Broadcast(left.Shape, _legacy.RightShape(left.Shape, right.Shape)))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        Shape shape = _legacy.RightShape(context.Input(0).Shape, context.Input(1).Shape);
        if (context.Input(0) is not Tensor<float> bases)
        {
            ElementDispatch.Number(context.Input(0).ElementType, new Run(context, shape));
            return;
        }

        Tensor<float> exponents = Convert<float>(context.Input(1));
        Tensor<float> output = context.Output<float>(0);
        if (exponents.Shape.Count == 1 && bases.Shape == output.Shape && exponents.Span[0] is 2f or 0.5f)
        {
            if (exponents.Span[0] == 2)
            {
                ElementwiseKernel.Binary(default(MultiplyOperator), bases.Span, bases.Span, output.Span, context.Pool);
            }
            else
            {
                ElementwiseKernel.Unary(default(SquareRootOperator), bases.Span, output.Span, context.Pool);
            }

            return;
        }

        Broadcasting.Apply(default(PowerOperator), new Operand<float>(bases), new Operand<float>(exponents, shape), output, context.Pool);
    }

    public override bool HasGradient(int input) => true;

    public override bool AddsPrior(int input) => true;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(0, 1);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        Shape result = Facts.Broadcast(inputs[0]!.Shape, _legacy.RightShape(inputs[0]!.Shape, inputs[1]!.Shape));
        return Math.Max(
            wanted[0] ? BroadcastGradient.WorkspaceLength(result, inputs[0]!.Shape) : 0,
            wanted[1] ? BroadcastGradient.WorkspaceLength(result, inputs[1]!.Shape) : 0);
    }

    public override void Backward(BackwardContext context)
    {
        Operand<float> gradient = new(context.OutputGradient(0));
        Operand<float> bases = new(context.Forward.Input<float>(0));
        Tensor<float> powers = Convert<float>(context.Forward.Input(1));
        Operand<float> exponents = new(powers, _legacy.RightShape(bases.Shape, powers.Shape));
        if (context.OptionalInputGradient(1) is { } exponentGradient)
        {
            Operand<float> target = new(exponentGradient, exponents.Shape);
            BroadcastGradient.Apply(default(ExponentGradient), gradient.Shape, gradient, bases, exponents, target, context.Prior(1), context.Workspace, context.Pool);
        }

        if (context.OptionalInputGradient(0) is { } baseGradient)
        {
            Operand<float> target = new(baseGradient);
            if (powers.Shape.Count == 1 && powers.Span[0] == 2)
            {
                BroadcastGradient.Apply(default(SquareGradient), gradient.Shape, gradient, bases, null, target, context.Prior(0), context.Workspace, context.Pool);
            }
            else
            {
                BroadcastGradient.Apply(default(BaseGradient), gradient.Shape, gradient, bases, exponents, target, context.Prior(0), context.Workspace, context.Pool);
            }
        }
    }

    private static Tensor<T> Convert<T>(Tensor tensor)
        where T : struct, INumber<T>
    {
        if (tensor is Tensor<T> typed)
        {
            return typed;
        }

        Conversion<T> conversion = new(tensor, Tensor.Create<T>(tensor.Shape, tensor.Format));
        ElementDispatch.Number(tensor.ElementType, conversion);
        return conversion.Target;
    }

    private readonly record struct Conversion<TTarget>(Tensor Source, Tensor<TTarget> Target) : INumberAction
        where TTarget : struct, INumber<TTarget>
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<T> source = ((Tensor<T>)Source).Span;
            Span<TTarget> target = Target.Span;
            for (int index = 0; index < source.Length; index++)
            {
                target[index] = TTarget.CreateTruncating(source[index]);
            }
        }
    }

    private readonly record struct Run(OperatorContext Context, Shape Shape) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            Tensor<double> powers = Tensor.Create<double>(Context.Output(0).Shape);
            Operand<double> exponents = new(Convert<double>(Context.Input(1)), Shape);
            Broadcasting.ApplyEach(Math.Pow, new Operand<double>(Convert<double>(Context.Input(0))), exponents, powers);
            new Conversion<T>(powers, Context.Output<T>(0)).Invoke<double>();
        }
    }

    private readonly struct SquareGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => false;

        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient * (first + first);
    }

    private readonly struct BaseGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        // An exponent of 0 gives 1 whatever the base, also 0, where the power below is not finite.
        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => Vector.ConditionalSelect(
            Vector.Equals(second, Vector<float>.Zero),
            Vector<float>.Zero,
            gradient * second * new PowerOperator().Invoke(first, second - Vector<float>.One));
    }

    private readonly struct ExponentGradient : IGradientFunction
    {
        public static bool ReadsFirst => true;

        public static bool ReadsSecond => true;

        // 0 to the power of a number from 0 on does not change with the exponent; the power of a negative number is not defined around it.
        public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second)
        {
            Span<float> logarithms = stackalloc float[Vector<float>.Count];
            for (int lane = 0; lane < logarithms.Length; lane++)
            {
                logarithms[lane] = first[lane] == 0 && second[lane] >= 0 ? 0 : MathF.Log(first[lane]);
            }

            return gradient * new PowerOperator().Invoke(first, second) * new Vector<float>(logarithms);
        }
    }
}
