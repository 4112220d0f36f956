using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Runs a graph. Plans are kept for the last shapes of the input and share one arena, so a run allocates nothing but its outputs. One executor serves
/// one thread at a time; several of them share the graph and with it the packed weights.
/// </summary>
public sealed class GraphExecutor
{
    private const int MaximumPlans = 4;

    private readonly Graph _graph;
    private readonly WorkerPool _pool;
    private readonly long _maximumArenaBytes;
    private readonly List<ExecutionPlan> _plans = [];
    private Memory<float> _arena;

    /// <summary>Makes an executor.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pool">Threads for the operators; the caller disposes it.</param>
    /// <param name="maximumArenaBytes">Most memory for the values between the operators; default 8 GiB.</param>
    public GraphExecutor(Graph graph, WorkerPool pool, long maximumArenaBytes = 8L << 30)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(pool);
        _graph = graph;
        _pool = pool;
        _maximumArenaBytes = maximumArenaBytes;
    }

    /// <summary>Bytes of the memory that holds the values between the operators, at its largest so far.</summary>
    public long ArenaBytes => (long)_arena.Length * sizeof(float);

    /// <summary>Is told of every operator; null for nobody.</summary>
    internal IStepObserver? Observer { get; set; }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">One tensor for each input by name, of any memory format.</param>
    /// <returns>One contiguous tensor for each output by name; the caller owns them.</returns>
    /// <exception cref="OnnxException">An input is missing or does not fit; the message names it or the node that refuses it.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ExecutionPlan plan = FindPlan(inputs);
        foreach ((string name, Tensor target) in plan.Inputs)
        {
            StridedCopy.Copy(inputs[name], target);
        }

        if (Observer is IStepObserver observer)
        {
            plan.Run(observer);
        }
        else
        {
            plan.Run();
        }

        return plan.Outputs.ToDictionary(output => output.Key, output => Duplicate(output.Value), StringComparer.Ordinal);
    }

    /// <summary>Runs a graph of one input for its first output.</summary>
    public Tensor Run(Tensor input)
    {
        if (_graph.Inputs is not [GraphInput only])
        {
            throw new OnnxException($"The graph has {_graph.Inputs.Count} inputs; name them.");
        }

        return Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { [only.Name] = input })[_graph.Outputs[0]];
    }

    private ExecutionPlan FindPlan(IReadOnlyDictionary<string, Tensor> inputs)
    {
        foreach (GraphInput input in _graph.Inputs)
        {
            Check(input, inputs);
        }

        int found = _plans.FindIndex(plan => plan.Serves(inputs));
        if (found >= 0)
        {
            ExecutionPlan plan = _plans[found];
            _plans.RemoveAt(found);
            _plans.Add(plan);
            return plan;
        }

        if (_plans.Count == MaximumPlans)
        {
            _plans.RemoveAt(0);
        }

        ExecutionPlan made = ExecutionPlanner.Plan(
            _graph,
            _graph.Inputs.ToDictionary(input => input.Name, input => (new TensorFact(inputs[input.Name].ElementType, inputs[input.Name].Shape), inputs[input.Name].Format), StringComparer.Ordinal),
            _pool,
            TakeArena);
        _plans.Add(made);
        return made;
    }

    private Memory<float> TakeArena(long length)
    {
        if (length * sizeof(float) > _maximumArenaBytes || length > Array.MaxLength - 1024)
        {
            throw new OnnxException(string.Create(
                CultureInfo.InvariantCulture,
                $"This input needs {length * sizeof(float) >> 20} MiB for the values between the operators; at most {_maximumArenaBytes >> 20} MiB are taken. Use a smaller batch or smaller pictures."));
        }

        if (_arena.Length < length)
        {
            // Older plans lie in the smaller arena; they are made again when they are wanted.
            _plans.Clear();
            _arena = TensorMemory.Allocate<float>((int)length);
        }

        return _arena[..(int)length];
    }

    /// <summary>Refuses an input that is missing or does not fit the declaration.</summary>
    internal static void Check(GraphInput input, IReadOnlyDictionary<string, Tensor> inputs)
    {
        if (!inputs.TryGetValue(input.Name, out Tensor? tensor))
        {
            throw new OnnxException($"The input '{input.Name}' is missing; given are {string.Join(", ", inputs.Keys.Select(name => $"'{name}'"))}.");
        }

        bool fits = tensor.ElementType == input.ElementType && (input.Dimensions is null || input.Dimensions.Count == tensor.Shape.Rank);
        for (int axis = 0; fits && input.Dimensions is not null && axis < tensor.Shape.Rank; axis++)
        {
            fits = input.Dimensions[axis].Value is not int value || value == tensor.Shape[axis];
        }

        if (!fits)
        {
            throw new OnnxException($"The input '{input.Name}' is {tensor.ElementType} {tensor.Shape}; expected {input.ElementType} [{string.Join(", ", input.Dimensions ?? [])}].");
        }
    }

    private static Tensor Duplicate(Tensor tensor)
    {
        Tensor copy = TensorFactory.Create(tensor.ElementType, tensor.Shape);
        StridedCopy.Copy(tensor, copy);
        return copy;
    }
}
