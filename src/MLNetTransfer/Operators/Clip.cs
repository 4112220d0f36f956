using System.Numerics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Clip: min(max(x, minimum), maximum), either limit optional.
/// Operator sets 6 to 22: limits are attributes before 11, else inputs 1 and 2. All numeric types.
/// </summary>
internal sealed class Clip : Operator
{
    private readonly float _minimum;
    private readonly float _maximum;

    public Clip(OnnxNode node)
        : base(node, node.OperatorSetVersion < 11 ? ["min", "max"] : [])
    {
        _minimum = node.Attributes.Number("min", float.NegativeInfinity);
        _maximum = node.Attributes.Number("max", float.PositiveInfinity);
    }

    public override bool CanRunInPlace => true;

    /// <summary>The limits of a Float32 clip, or null where they depend on the input of the graph.</summary>
    public (float Minimum, float Maximum)? Limits(IReadOnlyList<TensorFact?> inputs) =>
        Known(Facts.Optional(inputs, 1), _minimum) is { } minimum && Known(Facts.Optional(inputs, 2), _maximum) is { } maximum ? (minimum, maximum) : null;

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, Node.OperatorSetVersion < 11 ? 1 : 3);
        TensorFact input = Facts.Required(inputs, 0, "input");
        if (!ElementDispatch.IsNumber(input.ElementType))
        {
            throw new OnnxException($"Input input holds {input.ElementType}, expected a number.");
        }

        foreach ((int index, string name) in new[] { (1, "min"), (2, "max") })
        {
            if (Facts.Optional(inputs, index) is { } limit)
            {
                Facts.CheckType(limit, input.ElementType, name);
                if (limit.Shape.Count != 1)
                {
                    throw new OnnxException($"Input {name} has shape {limit.Shape}, expected one element.");
                }
            }
        }

        return [new TensorFact(input.ElementType, input.Shape)];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context)
    {
        if (context.Input(0) is Tensor<float> input)
        {
            float minimum = (context.OptionalInput(1) as Tensor<float>)?.Span[0] ?? _minimum;
            float maximum = (context.OptionalInput(2) as Tensor<float>)?.Span[0] ?? _maximum;
            ElementwiseKernel.Unary(new ClipOperator(minimum, maximum), input.Span, context.Output<float>(0).Span, context.Pool);
        }
        else
        {
            ElementDispatch.Number(context.Input(0).ElementType, new Run(context));
        }
    }

    public override bool HasGradient(int input) => input == 0;

    public override BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => new([1, 2], [0]);

    public override void Backward(BackwardContext context)
    {
        float minimum = (context.Forward.OptionalInput(1) as Tensor<float>)?.Span[0] ?? _minimum;
        float maximum = (context.Forward.OptionalInput(2) as Tensor<float>)?.Span[0] ?? _maximum;
        ReadOnlySpan<float> output = context.Forward.Output<float>(0).Span;
        ElementwiseKernel.Binary(new Gradient(minimum, maximum), context.OutputGradient(0).Span, output, context.InputGradient(0).Span, context.Pool);
    }

    private static float? Known(TensorFact? fact, float absent) => fact is null ? absent : (fact.Constant as Tensor<float>)?.Span[0];

    private readonly record struct Gradient(float Minimum, float Maximum) : IBinaryOperator
    {
        public double Invoke(double left, double right) => right > Minimum && right < Maximum ? left : 0;

        public Vector<float> Invoke(Vector<float> left, Vector<float> right) =>
            Vector.ConditionalSelect(Vector.GreaterThan(right, new Vector<float>(Minimum)) & Vector.LessThan(right, new Vector<float>(Maximum)), left, Vector<float>.Zero);
    }

    private readonly record struct Run(OperatorContext Context) : INumberAction
    {
        public void Invoke<T>()
            where T : struct, INumber<T>
        {
            ReadOnlySpan<T> input = Context.Input<T>(0).Span;
            Span<T> output = Context.Output<T>(0).Span;
            T? minimum = (Context.OptionalInput(1) as Tensor<T>)?.Span[0];
            T? maximum = (Context.OptionalInput(2) as Tensor<T>)?.Span[0];
            for (int index = 0; index < input.Length; index++)
            {
                T value = minimum is { } low ? T.Max(input[index], low) : input[index];
                output[index] = maximum is { } high ? T.Min(value, high) : value;
            }
        }
    }
}
