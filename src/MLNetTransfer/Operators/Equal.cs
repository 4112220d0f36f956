using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Equal: whether A and B are the same, broadcast. Operator sets 6 to 22; all element types.</summary>
internal sealed class Equal : Operator
{
    private readonly LegacyBroadcast _legacy;

    public Equal(OnnxNode node)
        : base(node, LegacyBroadcast.Attributes(node))
    {
        _legacy = new LegacyBroadcast(node);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 2, 2);
        TensorFact left = Facts.Required(inputs, 0, "A");
        TensorFact right = Facts.Required(inputs, 1, "B");
        Facts.CheckType(right, left.ElementType, "B");
        return [new TensorFact(ElementType.Boolean, Facts.Broadcast(left.Shape, _legacy.RightShape(left.Shape, right.Shape)))];
    }

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Input(0).ElementType, new Run(_legacy, context));

    private readonly record struct Run(LegacyBroadcast Legacy, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> left = Context.Input<T>(0);
            Tensor<T> right = Context.Input<T>(1);
            Operand<T> operand = new(right, Legacy.RightShape(left.Shape, right.Shape));

            // Unlike Equals, the comparison of numbers says that a not-a-number differs from itself.
            Broadcasting.ApplyEach((first, second) => first is not float.NaN && first.Equals(second), new Operand<T>(left), operand, Context.Output<bool>(0));
        }
    }
}
