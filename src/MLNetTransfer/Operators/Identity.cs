using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>Identity: the input. Operator sets 1 to 22; all element types; sequences and optional values are refused by the reader.</summary>
internal sealed class Identity : Operator
{
    public Identity(OnnxNode node)
        : base(node)
    {
    }

    public override bool IsView => true;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, 1);
        TensorFact input = Facts.Required(inputs, 0, "input");
        return [input];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) => StridedCopy.Copy(context.Input(0), context.Output(0));

    public override bool HasGradient(int input) => input == 0;

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => input == 0;

    public override void Backward(BackwardContext context) => StridedCopy.Copy(context.OutputGradient(0), context.InputGradient(0));
}
