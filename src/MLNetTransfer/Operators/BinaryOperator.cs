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
internal abstract class BinaryOperator<TReal, TNumber> : Operator
    where TReal : struct, IBinaryOperator
    where TNumber : struct, INumberFunction
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

    private readonly record struct Run(OperatorContext Context, Shape Shape) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T> =>
            Broadcasting.ApplyEach<T, T>(TNumber.Invoke, new Operand<T>(Context.Input<T>(0)), new Operand<T>(Context.Input<T>(1), Shape), Context.Output<T>(0));
    }
}
