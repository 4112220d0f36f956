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
}
