using System.Diagnostics;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>A graph made ready to run forwards and backwards for one shape of its inputs.</summary>
internal sealed class TrainingPlan
{
    private readonly ExecutionPlan _forward;
    private readonly BackwardStep[] _backward;

    private TrainingPlan(ExecutionPlan forward, BackwardStep[] backward, IReadOnlyDictionary<string, Tensor<float>> outputGradients)
    {
        _forward = forward;
        _backward = backward;
        OutputGradients = outputGradients;
    }

    /// <summary>Where the inputs are expected.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs => _forward.Inputs;

    /// <summary>The outputs of the last run forwards.</summary>
    public IReadOnlyDictionary<string, Tensor> Outputs => _forward.Outputs;

    /// <summary>Where the gradients of the outputs are expected before the run backwards.</summary>
    public IReadOnlyDictionary<string, Tensor<float>> OutputGradients { get; }

    /// <summary>Plans a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Type, shape and format of every input.</param>
    /// <param name="parameters">The constants that are trained, by name.</param>
    /// <param name="gradients">One tensor a parameter, which its gradient is added to.</param>
    /// <param name="segments">Parts of the graph, all but the last of which run again on the way back.</param>
    /// <param name="pool">Threads for the operators.</param>
    /// <param name="arena">Given the number of floats that are needed, gives the memory.</param>
    /// <param name="workspace">Given the number of floats of scratch memory, gives it.</param>
    public static TrainingPlan Plan(
        Graph graph,
        IReadOnlyDictionary<string, (TensorFact Fact, MemoryFormat Format)> inputs,
        IReadOnlyDictionary<string, Tensor<float>> parameters,
        IReadOnlyDictionary<string, Tensor<float>> gradients,
        int segments,
        WorkerPool pool,
        Func<long, Memory<float>> arena,
        Func<int, Memory<float>> workspace)
    {
        ForwardPass pass = ForwardPass.Plan(graph, inputs, parameters, segments);
        Backpropagation backward = Backpropagation.Plan(pass, graph.Outputs, gradients);
        PlanMemory memory = pass.Memory;
        memory.Place(arena);
        Memory<float> scratch = workspace(pass.Steps.Select(step => step.WorkspaceLength)
            .Concat(backward.Drafts.OfType<OperatorDraft>().Select(draft => draft.WorkspaceLength))
            .DefaultIfEmpty(0)
            .Max());
        ExecutionStep[] steps = pass.Build(scratch, pool);
        return new TrainingPlan(
            new ExecutionPlan(steps[..pass.Steps.Count], pass.Inputs, pass.BuildOutputs()),
            [.. backward.Drafts.Select(draft => Build(draft, memory, steps, scratch, pool))],
            backward.Outputs.ToDictionary(output => output.Key, output => (Tensor<float>)memory.TensorOf(output.Value), StringComparer.Ordinal));
    }

    /// <summary>Whether the plan is for inputs of these shapes and formats.</summary>
    public bool Serves(IReadOnlyDictionary<string, Tensor> inputs) => _forward.Serves(inputs);

    /// <summary>Runs forwards.</summary>
    /// <param name="observer">Is told of every step; null for nobody.</param>
    public void RunForward(IStepObserver? observer = null)
    {
        if (observer is null)
        {
            _forward.Run();
        }
        else
        {
            _forward.Run(observer);
        }
    }

    /// <summary>Runs backwards.</summary>
    /// <param name="observer">Is told of every step; null for nobody.</param>
    public void RunBackward(IStepObserver? observer = null)
    {
        foreach (BackwardStep step in _backward)
        {
            long start = observer is null ? 0 : Stopwatch.GetTimestamp();
            step.Run();
            observer?.Ran(step.Node, step.Context, isBackward: true, Stopwatch.GetElapsedTime(start));
        }
    }

    private static BackwardStep Build(BackwardDraft draft, PlanMemory memory, ExecutionStep[] steps, Memory<float> scratch, WorkerPool pool)
    {
        switch (draft)
        {
            case OperatorDraft operation:
                ExecutionStep step = steps[operation.Node.Step];
                BackwardContext context = new(
                    step.Context,
                    Tensors(operation.Given),
                    Tensors(operation.Targets),
                    Tensors(operation.Priors),
                    operation.MayOverwrite,
                    scratch[..operation.WorkspaceLength]);
                return new BackwardStep(step.Node, step.Context, () => Run(step.Node, context));
            case RepeatDraft repeat:
                ExecutionStep again = steps[repeat.Node.Step];
                return new BackwardStep(again.Node, again.Context, () => ExecutionPlan.Run(again));
            case SumDraft sum:
                Tensor<float> first = Find(sum.First);
                Tensor<float> second = Find(sum.Second);
                Tensor<float> target = Find(sum.Target);
                return new BackwardStep(null, null, () => ElementwiseKernel.Binary(default(AddOperator), first.Span, second.Span, target.Span, pool));
            case ConversionDraft conversion:
                Tensor<float> from = Find(conversion.From);
                Tensor<float> to = Find(conversion.To);
                return new BackwardStep(null, null, () => FormatConversion.Convert(from, to, pool));
            default:
                throw new InvalidOperationException($"There is no step {draft}.");
        }

        Tensor<float> Find(PlannedValue value) => (Tensor<float>)memory.TensorOf(value);

        Tensor<float>?[] Tensors(PlannedValue?[] values) => [.. values.Select(value => value is null ? null : Find(value))];
    }

    private static void Run(GraphNode node, BackwardContext context)
    {
        try
        {
            node.Operator.Backward(context);
        }
        catch (Exception exception) when (exception is OnnxException or ArgumentException or ArithmeticException)
        {
            throw new OnnxException($"{node}, backwards: {exception.Message}", exception);
        }
    }
}
