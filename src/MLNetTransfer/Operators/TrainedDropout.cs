using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// Dropout in training (N. Srivastava and others, 2014), in its inverted form: input 0, [N, ...], times a random mask. Stands in training graphs only, never in a file.
/// </summary>
internal sealed class TrainedDropout(string name, DropoutMask mask) : Operator(new OnnxNode(name, nameof(TrainedDropout), "internal", 1, [], [], new OnnxAttributes()))
{
    public override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        Shape input = Facts.Float(inputs, 0, "X").Shape;
        return input.Rank >= 1 ? [new TensorFact(ElementType.Float32, input)] : throw new OnnxException($"Input X has shape {input}, expected [N, ...].");
    }

    public override void Forward(OperatorContext context)
    {
        Tensor<float> input = context.Input<float>(0);
        Span<float> output = context.Output<float>(0).Span;
        if (!mask.IsActive)
        {
            context.State = null;
            input.Span.CopyTo(output);
            return;
        }

        int rows = input.Shape[0];
        int length = input.Shape.Count / rows;
        float[] factors = context.State as float[] ?? new float[input.Shape.Count];
        context.State = factors;
        for (int row = 0; row < rows; row++)
        {
            mask.Fill(row, factors.AsSpan(row * length, length));
        }

        Multiply(input.Span, factors, output);
    }

    public override bool HasGradient(int input) => input == 0;

    public override void Backward(BackwardContext context)
    {
        ReadOnlySpan<float> given = context.OutputGradient(0).Span;
        Span<float> target = context.InputGradient(0).Span;
        if (context.Forward.State is float[] factors)
        {
            Multiply(given, factors, target);
        }
        else
        {
            given.CopyTo(target);
        }
    }

    private static void Multiply(ReadOnlySpan<float> values, ReadOnlySpan<float> factors, Span<float> target)
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = values[index] * factors[index];
        }
    }
}
