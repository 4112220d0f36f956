using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Upsample: the input enlarged by <c>scales</c>, nearest or linear, with coordinates as those of Resize in the mode asymmetric.
/// Operator sets 7 to 9 (later files use Resize): scales are an attribute before 9, else input 1, which must not depend on the input of the graph.
/// Float32; any rank.
/// </summary>
internal sealed class Upsample : Operator
{
    private readonly ResizeMethod _method;
    private readonly IReadOnlyList<float>? _scales;

    public Upsample(OnnxNode node)
        : base(node, node.OperatorSetVersion < 9 ? ["mode", "scales"] : ["mode"])
    {
        string mode = node.Attributes.Text("mode", "nearest");
        if (node.OperatorSetVersion < 7 || mode is not ("nearest" or "linear" or "bilinear"))
        {
            throw new OnnxException($"Upsample in mode '{mode}' of operator set {node.OperatorSetVersion} is not supported, expected nearest or linear of operator set 7 to 9.");
        }

        _method = new ResizeMethod(mode == "nearest" ? "nearest" : "linear", "asymmetric", "floor");
        _scales = node.Attributes.Numbers("scales");
        if (_scales is null && node.OperatorSetVersion < 9)
        {
            throw new OnnxException("Attribute 'scales' is missing.");
        }
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        int count = _scales is null ? 2 : 1;
        Facts.CheckCount(inputs, count, count);
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        IReadOnlyList<float> scales = _scales ?? Facts.Numbers(inputs, 1, "scales")!;
        if (scales.Count != input.Rank || scales.Any(scale => !(scale >= 1)) || input.Dimensions.Contains(0))
        {
            throw new OnnxException($"Expected one scale of at least 1 for each axis of {input}, found {scales.Count}.");
        }

        return [new TensorFact(ElementType.Float32, Facts.ShapeOf([.. scales.Select((scale, axis) => (long)Math.Floor((double)scale * input[axis]))]))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        Resampling.Run(_method, context.Input<float>(0), context.Output<float>(0), ScalesOf(context), region: null, context.Pool);
    }

    public override bool HasGradient(int input) => input == 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.OfInputs(1);

    public override int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) =>
        Resampling.BackwardWorkspaceLength(inputs[0]!.Shape, Infer(inputs)[0].Shape);

    public override void Backward(BackwardContext context) =>
        Resampling.RunBackward(_method, context.OutputGradient(0), context.InputGradient(0), ScalesOf(context.Forward), region: null, context.Workspace, context.Pool);

    private double[] ScalesOf(OperatorContext context) => [.. (_scales ?? context.Input<float>(1).Span.ToArray()).Select(scale => (double)scale)];
}
