using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>An operator whose output has the elements of its input in the same order under another shape.</summary>
internal abstract class ViewOperator : Operator
{
    protected ViewOperator(OnnxNode node, params ReadOnlySpan<string> attributes)
        : base(node, attributes)
    {
    }

    public sealed override bool IsView => true;

    public sealed override bool HasGradient(int input) => input == 0;

    public sealed override void Forward(OperatorContext context) => StridedCopy.Copy(context.Input(0).Reshape(context.Output(0).Shape), context.Output(0));

    public sealed override void Backward(BackwardContext context) =>
        StridedCopy.Copy(context.OutputGradient(0).Reshape(context.InputGradient(0).Shape), context.InputGradient(0));
}
