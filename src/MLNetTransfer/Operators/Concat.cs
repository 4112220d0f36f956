using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Operators;

/// <summary>
/// Concat: the inputs one behind the other along <c>axis</c>.
/// Operator sets 4 to 22; all element types; inputs agree in type and in all other dimensions.
/// </summary>
internal sealed class Concat : Operator
{
    private readonly long _axis;

    public Concat(OnnxNode node)
        : base(node, "axis")
    {
        if (!node.Attributes.Contains("axis"))
        {
            throw new OnnxException("Attribute 'axis' is missing.");
        }

        _axis = node.Attributes.Integer("axis", 0);
    }

    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Facts.CheckCount(inputs, 1, int.MaxValue);
        TensorFact first = Facts.Required(inputs, 0, "inputs");
        int axis = Facts.Axis(_axis, first.Shape.Rank);
        long length = 0;
        for (int index = 0; index < inputs.Count; index++)
        {
            TensorFact input = Facts.Required(inputs, index, "inputs");
            Facts.CheckType(input, first.ElementType, "inputs");
            if (input.Shape.Rank != first.Shape.Rank || input.Shape.With(axis, 0) != first.Shape.With(axis, 0))
            {
                throw new OnnxException($"Input {index} has shape {input.Shape}, which differs from {first.Shape} in more than dimension {axis}.");
            }

            length += input.Shape[axis];
        }

        long[] dimensions = Array.ConvertAll(first.Shape.Dimensions.ToArray(), dimension => (long)dimension);
        dimensions[axis] = length;
        return [new TensorFact(first.ElementType, Facts.ShapeOf(dimensions))];
    }

    public override bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => Facts.AreChannelsLast(inputs);

    public override void Forward(OperatorContext context) => ElementDispatch.Any(context.Output(0).ElementType, new Run(_axis, context));

    public override bool HasGradient(int input) => true;

    public override void Backward(BackwardContext context)
    {
        Tensor<float> gradient = context.OutputGradient(0);
        int axis = Facts.Axis(_axis, gradient.Shape.Rank);
        Span<int> strides = stackalloc int[gradient.Shape.Rank];
        Span<int> targetStrides = stackalloc int[gradient.Shape.Rank];
        Strides.Fill(gradient.Shape, gradient.Format, strides);
        int start = 0;
        for (int index = 0; index < context.Forward.InputCount; index++)
        {
            if (context.OptionalInputGradient(index) is { } target)
            {
                Strides.Fill(target.Shape, target.Format, targetStrides);
                StridedCopy.Copy(target.Shape.Dimensions, gradient.Span, start * strides[axis], strides, target.Span, 0, targetStrides);
            }

            start += context.Forward.Input(index).Shape[axis];
        }
    }

    private readonly record struct Run(long Axis, OperatorContext Context) : IElementAction
    {
        public void Invoke<T>()
            where T : notnull
        {
            Tensor<T> output = Context.Output<T>(0);
            int axis = Facts.Axis(Axis, output.Shape.Rank);
            Span<int> strides = stackalloc int[output.Shape.Rank];
            Span<int> outputStrides = stackalloc int[output.Shape.Rank];
            Strides.Fill(output.Shape, output.Format, outputStrides);
            int start = 0;
            for (int index = 0; index < Context.InputCount; index++)
            {
                Tensor<T> input = Context.Input<T>(index);
                Strides.Fill(input.Shape, input.Format, strides);
                StridedCopy.Copy(input.Shape.Dimensions, input.Span, 0, strides, output.Span, start * outputStrides[axis], outputStrides);
                start += input.Shape[axis];
            }
        }
    }
}
