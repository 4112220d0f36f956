using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// A step of an optimizer over n tensors: inputs are the rate R, the number T of steps taken, n values, n gradients, and n tensors of each kind of state; outputs the n new
/// values and the new states.
/// </summary>
internal abstract class OptimizerOperator : Operator
{
    private readonly int _states;

    protected OptimizerOperator(OnnxNode node, int states, params ReadOnlySpan<string> attributes)
        : base(node, attributes)
    {
        _states = states;
    }

    public sealed override IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs)
    {
        int kinds = 2 + _states;
        int count = (inputs.Count - 2) / kinds;
        if (count < 1 || inputs.Count != 2 + (count * kinds))
        {
            throw new OnnxException(string.Create(CultureInfo.InvariantCulture, $"Found {inputs.Count} inputs, expected R, T and {kinds} for each tensor."));
        }

        CheckScalar(Facts.Float(inputs, 0, "R"), "R");
        TensorFact steps = Facts.Required(inputs, 1, "T");
        Facts.CheckType(steps, ElementType.Int64, "T");
        CheckScalar(steps, "T");
        for (int index = 2; index < inputs.Count; index++)
        {
            string name = Node.Inputs[index];
            Facts.CheckShape(Facts.Float(inputs, index, name), inputs[2 + ((index - 2) % count)]!.Shape, name);
        }

        return [.. inputs.Skip(2).Take(count).Concat(inputs.Skip(2 + (2 * count))).Select(fact => new TensorFact(ElementType.Float32, fact!.Shape))];
    }

    public sealed override void Forward(OperatorContext context)
    {
        int count = (context.InputCount - 2) / (2 + _states);
        float rate = context.Input<float>(0).Span[0];
        long steps = context.Input<long>(1).Span[0];
        Span<float> Moved(int output, int input)
        {
            Span<float> target = context.Output<float>(output).Span;
            context.Input<float>(input).Span.CopyTo(target);
            return target;
        }

        for (int index = 0; index < count; index++)
        {
            Span<float> values = Moved(index, 2 + index);
            Span<float> first = Moved(count + index, 2 + (2 * count) + index);
            Span<float> second = _states > 1 ? Moved((2 * count) + index, 2 + (3 * count) + index) : [];
            Step(rate, steps, values, context.Input<float>(2 + count + index).Span, first, second, context.Pool);
        }
    }

    /// <summary>Moves values and states in place.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="steps">Number of steps taken before this one.</param>
    /// <param name="values">The values.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="first">State of the first kind.</param>
    /// <param name="second">State of the second kind; empty where there is none.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    protected abstract void Step(
        float rate, long steps, Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, WorkerPool pool);

    private static void CheckScalar(TensorFact fact, string name)
    {
        if (fact.Shape.Count != 1)
        {
            throw new OnnxException($"Input {name} has shape {fact.Shape}, expected one number.");
        }
    }
}
