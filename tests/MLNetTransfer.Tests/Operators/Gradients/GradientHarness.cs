using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;
using MLNetTransfer.Operators.Addressing;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>
/// Runs one operator forwards and backwards the way a training graph would. What a graph would not keep is lost in between: values that the operator does not state
/// among its needs, and everything that scratch memory and the gradients held before, are overwritten with what must not be read.
/// </summary>
internal sealed class GradientHarness
{
    private const double Step = 0.01;

    private readonly GradientCase _case;

    public GradientHarness(GradientCase tested)
    {
        _case = tested;
        Operator = OperatorRegistry.Create(tested.Node);
        Facts = FactsOf(tested.Inputs);
        Results = Operator.Infer(Facts);
    }

    public Operator Operator { get; }

    public IReadOnlyList<TensorFact?> Facts { get; }

    public IReadOnlyList<TensorFact> Results { get; }

    public MemoryFormat Format { get; init; } = MemoryFormat.Contiguous;

    public WorkerPool Pool { get; init; } = WorkerPool.Sequential;

    /// <summary>Whether the gradient of the only wanted input is written over that of the output.</summary>
    public bool IsInPlace { get; init; }

    /// <summary>Whether something is added to each gradient, and whether it lies where the gradient is written to.</summary>
    public (bool IsGiven, bool IsTarget) Prior { get; init; }

    /// <summary>Numbers of the inputs that have a gradient.</summary>
    public int[] Differentiable => [.. Enumerable.Range(0, _case.Inputs.Length).Where(index => _case.Inputs[index] is Tensor<float> && Operator.HasGradient(index))];

    /// <summary>The gradients of the outputs that the tests go backwards from, contiguous.</summary>
    public Tensor<float>?[] OutputGradients => [.. Results.Select((fact, index) =>
        fact.ElementType == ElementType.Float32 && index < _case.Node.Outputs.Count ? OperatorHarness.Random(100 + index, fact.Shape.Dimensions.ToArray()) : null)];

    /// <summary>What is added to the gradient of an input where <see cref="Prior"/> says so, contiguous.</summary>
    public Tensor<float> PriorOf(int input) => OperatorHarness.Random(200 + input, _case.Inputs[input]!.Shape.Dimensions.ToArray());

    /// <summary>The gradients of the wanted inputs, contiguous.</summary>
    public Tensor<float>?[] Run(params int[] wantedInputs)
    {
        Tensor?[] inputs = [.. _case.Inputs.Select((input, index) => Copy(input, FormatOf(index)))];
        Tensor[] outputs = [.. Results.Select(Allocate)];
        OperatorContext forward = Forward(inputs, outputs);
        bool[] wanted = [.. Enumerable.Range(0, inputs.Length).Select(index => wantedInputs.Contains(index))];
        Tensor<float>?[] given = [.. OutputGradients.Select(gradient => (Tensor<float>?)Copy(gradient, Format))];
        Tensor<float>?[] targets = [.. wanted.Select((flag, index) => flag ? IsInPlace ? given[0] : Blank(inputs[index]!.Shape, FormatOf(index)) : null)];
        Tensor<float>?[] priors = [.. targets.Select((target, index) => target is not null && Prior.IsGiven && Operator.AddsPrior(index) ? PlacePrior(index, target) : null)];
        Lose(inputs, outputs, Operator.BackwardNeeds(wanted));
        float[] workspace = new float[Operator.BackwardWorkspaceLength(Facts, wanted)];
        Array.Fill(workspace, float.NaN);
        Operator.Backward(new BackwardContext(forward, given, targets, priors, IsInPlace, workspace));
        return [.. targets.Select(target => target is null ? null : (Tensor<float>)InFormat(target, MemoryFormat.Contiguous))];
    }

    /// <summary>
    /// The gradient of an input from differences of the forward pass at four points around each element, whose error is of the order of step^4 and of the rounding of the
    /// outputs divided by the step.
    /// </summary>
    public Tensor<float> Differences(int input)
    {
        Tensor?[] inputs = [.. _case.Inputs.Select((input, index) => Copy(input, FormatOf(index)))];
        Tensor[] outputs = [.. Results.Select(Allocate)];
        Tensor<float>?[] weights = OutputGradients;
        Tensor<float> moved = (Tensor<float>)inputs[input]!;
        Tensor<float> differences = Tensor.Create<float>(moved.Shape);
        for (int index = 0; index < moved.Shape.Count; index++)
        {
            float value = moved.Span[index];
            differences.Span[index] = (float)(((8 * (Loss(Step) - Loss(-Step))) - Loss(2 * Step) + Loss(-2 * Step)) / (12 * Step));
            moved.Span[index] = value;

            double Loss(double offset)
            {
                moved.Span[index] = (float)(value + offset);
                Forward(inputs, outputs);
                return weights.Select((weight, output) => weight is null ? 0 : Product(weight, (Tensor<float>)outputs[output])).Sum();
            }
        }

        return differences;
    }

    private static double Product(Tensor<float> left, Tensor<float> right)
    {
        double sum = 0;
        for (int index = 0; index < left.Span.Length; index++)
        {
            sum += (double)left.Span[index] * right.Span[index];
        }

        return sum;
    }

    private OperatorContext Forward(Tensor?[] inputs, Tensor[] outputs)
    {
        float[] workspace = new float[Operator.WorkspaceLength(Facts)];
        Array.Fill(workspace, float.NaN);
        OperatorContext context = new(inputs, new bool[inputs.Length], outputs, workspace, Pool);
        Operator.Forward(context);
        return context;
    }

    private Tensor<float> PlacePrior(int input, Tensor<float> target)
    {
        Tensor<float> prior = (Tensor<float>)Copy(PriorOf(input), FormatOf(input))!;
        if (!Prior.IsTarget)
        {
            return prior;
        }

        prior.Span.CopyTo(target.Span);
        return target;
    }

    private static void Lose(Tensor?[] inputs, Tensor[] outputs, BackwardNeeds needs)
    {
        foreach (Tensor? lost in inputs.Where((_, index) => !needs.Inputs.Contains(index)).Concat(outputs.Where((_, index) => !needs.Outputs.Contains(index))))
        {
            switch (lost)
            {
                case Tensor<float> numbers:
                    numbers.Span.Fill(float.NaN);
                    break;
                case Tensor<long> numbers:
                    numbers.Span.Fill(long.MaxValue / 4);
                    break;
                case Tensor<bool> truths:
                    foreach (ref bool truth in truths.Span)
                    {
                        truth = !truth;
                    }

                    break;
            }
        }
    }

    // Weights that an operator packs come as they are stored.
    private MemoryFormat FormatOf(int input) => Operator.PacksConstant(input) ? MemoryFormat.Contiguous : Format;

    private static Tensor<float> Blank(Shape shape, MemoryFormat format)
    {
        Tensor<float> tensor = Tensor.Create<float>(shape, shape.Rank == 4 ? format : MemoryFormat.Contiguous);
        tensor.Span.Fill(float.NaN);
        return tensor;
    }

    private Tensor Allocate(TensorFact fact) => OperatorHarness.Allocate(fact, Format);

    private static Tensor? Copy(Tensor? tensor, MemoryFormat format)
    {
        if (tensor is null)
        {
            return null;
        }

        Tensor copy = OperatorHarness.Allocate(new TensorFact(tensor.ElementType, tensor.Shape), format);
        StridedCopy.Copy(tensor, copy);
        return copy;
    }
}
