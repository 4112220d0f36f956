using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Dropout as it is when nothing is dropped: the input, and a mask of ones.
/// Operator sets 6 to 22 (<c>is_test</c> of 6 is not looked at, because a scored graph never drops; the mask holds truth values since 10).
/// Refused: <c>training_mode</c> true with a ratio above 0.
/// </summary>
internal sealed class Dropout : Operator
{
    public Dropout(OnnxNode node)
        : base(node, node.OperatorSetVersion >= 12 ? ["seed"] : node.OperatorSetVersion >= 7 ? ["ratio"] : ["ratio", "is_test"])
    {
    }

    public override bool IsView => !HasMask;

    private bool HasMask => Node.Outputs.Count > 1 && Node.Outputs[1].Length > 0;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, Node.OperatorSetVersion >= 12 ? 3 : 1);
        TensorFact input = Facts.Required(inputs, 0, "data");
        if (Facts.Optional(inputs, 2) is { } training && !IsFalse(training) && !IsZero(Facts.Optional(inputs, 1)))
        {
            throw new OnnxException("Input training_mode is true or depends on the input of the graph; only inference is supported. Export the model in inference mode.");
        }

        TensorFact output = new(input.ElementType, input.Shape);
        return HasMask ? [output, new TensorFact(Node.OperatorSetVersion >= 10 ? ElementType.Boolean : input.ElementType, input.Shape)] : [output];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        StridedCopy.Copy(context.Input(0), context.Output(0));
        switch (context.OptionalOutput(1))
        {
            case Tensor<bool> mask:
                mask.Span.Fill(true);
                break;
            case Tensor<float> mask:
                mask.Span.Fill(1);
                break;
        }
    }

    public override bool HasGradient(int input) => input == 0;

    public override bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => input == 0;

    public override void Backward(BackwardContext context) => StridedCopy.Copy(context.OutputGradient(0), context.InputGradient(0));

    private static bool IsFalse(TensorFact fact) => fact.Constant is Tensor<bool> { Shape.Count: 1 } tensor && !tensor.Span[0];

    private static bool IsZero(TensorFact? fact) => fact?.Constant is Tensor<float> { Shape.Count: 1 } tensor && tensor.Span[0] == 0;
}
