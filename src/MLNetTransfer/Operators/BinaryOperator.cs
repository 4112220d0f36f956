using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// A function of two numbers of one type, with the operands broadcast to each other in either direction; before operator set 7 the right one is broadcast
/// to the left one from <c>axis</c> on, where <c>broadcast</c> is 1.
/// </summary>
/// <typeparam name="TReal">The function of real numbers.</typeparam>
/// <typeparam name="TNumber">The function of other numbers.</typeparam>
/// <typeparam name="TLeft">The gradient of the left operand, from both operands.</typeparam>
/// <typeparam name="TRight">The gradient of the right operand, from both operands.</typeparam>
internal abstract class BinaryOperator<TReal, TNumber, TLeft, TRight> : Operator
    where TReal : struct, IBinaryOperator
    where TNumber : struct, INumberFunction
    where TLeft : struct, IGradientFunction
    where TRight : struct, IGradientFunction
{
    private readonly LegacyBroadcast _legacy;

    protected BinaryOperator(OnnxNode node)
        : base(node, LegacyBroadcast.Attributes(node))
    {
        _legacy = new LegacyBroadcast(node);
    }

    public sealed override bool CanRunInPlace => true;

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact left = Facts.Required(inputs, 0, "A");
        TensorFact right = Facts.Required(inputs, 1, "B");
        if (!ElementDispatch.IsNumber(left.ElementType))
        {
            throw new OnnxException($"Input A holds {left.ElementType}, expected a number.");
        }

        Facts.CheckType(right, left.ElementType, "B");
        return [new TensorFact(left.ElementType, Facts.Broadcast(left.Shape, _legacy.RightShape(left.Shape, right.Shape)))];
    }

    public sealed override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public sealed override void Forward(OperatorContext context)
    {
        Shape shape = _legacy.RightShape(context.Input(0).Shape, context.Input(1).Shape);
        if (context.Input(0) is Tensor<float> left)
        {
            Broadcasting.Apply(default(TReal), new Operand<float>(left), new Operand<float>(context.Input<float>(1), shape), context.Output<float>(0), context.Pool);
        }
        else
        {
            ElementDispatch.Number(context.Input(0).ElementType, new Run(context, shape));
        }
    }

    public sealed override bool HasGradient(int input) => true;

    public sealed override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) =>
        (input == 0 ? typeof(TLeft) : typeof(TRight)) == typeof(SameGradient) && inputs[input]!.Shape == ResultShape(inputs);

    public sealed override bool AddsPrior(int input) => true;

    public sealed override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted)
    {
        List<int> inputs = [];
        if ((wanted[0] && TLeft.ReadsFirst) || (wanted[1] && TRight.ReadsFirst))
        {
            inputs.Add(0);
        }

        if ((wanted[0] && TLeft.ReadsSecond) || (wanted[1] && TRight.ReadsSecond))
        {
            inputs.Add(1);
        }

        return Operators.BackwardNeeds.OfInputs(inputs);
    }

    public sealed override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted)
    {
        Shape result = ResultShape(inputs);
        return Math.Max(
            wanted[0] ? BroadcastGradient.WorkspaceLength(result, inputs[0]!.Shape) : 0,
            wanted[1] ? BroadcastGradient.WorkspaceLength(result, inputs[1]!.Shape) : 0);
    }

    public sealed override void Backward(BackwardContext context)
    {
        if (context.IsWanted(0))
        {
            Backward(default(TLeft), context, 0);
        }

        if (context.IsWanted(1))
        {
            Backward(default(TRight), context, 1);
        }
    }

    private void Backward<TFunction>(TFunction function, BackwardContext context, int input)
        where TFunction : struct, IGradientFunction
    {
        Tensor<float> gradient = context.OutputGradient(0);
        Tensor<float> left = context.Forward.Input<float>(0);
        Tensor<float> right = context.Forward.Input<float>(1);
        Shape rightShape = _legacy.RightShape(left.Shape, right.Shape);
        BroadcastGradient.Apply(
            function,
            gradient.Shape,
            new Operand<float>(gradient),
            new Operand<float>(left),
            new Operand<float>(right, rightShape),
            new Operand<float>(context.InputGradient(input), input == 0 ? left.Shape : rightShape),
            context.Prior(input),
            context.Workspace,
            context.Pool);
    }

    private Shape ResultShape(IReadOnlyList<TensorFact?> inputs)
    {
        Shape left = inputs[0]!.Shape;
        return Facts.Broadcast(left, _legacy.RightShape(left, inputs[1]!.Shape));
    }

    private readonly record struct Run(OperatorContext Context, Shape Shape) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T> =>
            Broadcasting.ApplyEach<T, T>(TNumber.Invoke, new Operand<T>(Context.Input<T>(0)), new Operand<T>(Context.Input<T>(1), Shape), Context.Output<T>(0));
    }
}
