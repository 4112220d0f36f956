using System.Globalization;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Runs a graph forwards and backwards. The parameters are tensors of the caller, which may change them between runs; whatever does not depend on one of them is not
/// differentiated. Plans are kept for the last shapes of the input and share one arena, so a step allocates nothing. Serves one thread at a time.
/// </summary>
public sealed class TrainingExecutor
{
    private const int MaximumPlans = 3;

    private readonly Graph _graph;
    private readonly IReadOnlyDictionary<string, Tensor<float>> _parameters;
    private readonly Dictionary<string, Tensor<float>> _gradients;
    private readonly WorkerPool _pool;
    private readonly List<TrainingPlan> _plans = [];
    private Memory<float> _arena;
    private Memory<float> _workspace;
    private TrainingPlan? _current;

    /// <summary>Makes an executor.</summary>
    /// <param name="graph">The graph; its outputs are what the loss is computed from.</param>
    /// <param name="parameters">The constants of the graph that are trained, by name, each with the tensor that holds it from now on (contiguous).</param>
    /// <param name="pool">Threads for the operators; the caller disposes it.</param>
    public TrainingExecutor(Graph graph, IReadOnlyDictionary<string, Tensor<float>> parameters, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(pool);
        _graph = graph;
        _parameters = parameters;
        _pool = pool;
        _gradients = parameters.ToDictionary(parameter => parameter.Key, parameter => Tensor.Create<float>(parameter.Value.Shape), StringComparer.Ordinal);
    }

    /// <summary>The gradients by the name of the parameter; <see cref="Backward"/> adds to them.</summary>
    public IReadOnlyDictionary<string, Tensor<float>> Gradients => _gradients;

    /// <summary>Bytes of the memory that holds values and gradients, at its largest so far.</summary>
    public long ArenaBytes => (long)(_arena.Length + _workspace.Length) * sizeof(float);

    /// <summary>
    /// Parts that the graph is divided into. Of all but the last only the values between the parts are kept; what is inside is computed again on the way back. That takes
    /// less memory and up to a third more time, and gives the same bits.
    /// </summary>
    /// <value>At least 1, which is the default: everything is kept.</value>
    public int Segments
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
            _plans.Clear();
            _current = null;
        }
    }

    = 1;

    /// <summary>Is told how long each step of the plan takes; null for nobody.</summary>
    internal IStepObserver? Observer { get; set; }

    /// <summary>Bytes that values and gradients would need for inputs of these shapes.</summary>
    /// <param name="inputs">Shape of every input by name; channels-last where it has rank 4.</param>
    /// <param name="segments">See <see cref="Segments"/>.</param>
    public long Measure(IReadOnlyDictionary<string, Shape> inputs, int segments = 1)
    {
        ForwardPass pass = ForwardPass.Plan(_graph, inputs.ToDictionary(input => input.Key, input => Describe(input.Value), StringComparer.Ordinal), _parameters, segments);
        Backpropagation.Plan(pass, _graph.Outputs, _gradients);
        return pass.Memory.Measure() * sizeof(float);
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (Tensor<float> gradient in _gradients.Values)
        {
            gradient.Span.Clear();
        }
    }

    /// <summary>Runs the graph forwards.</summary>
    /// <param name="inputs">One tensor for each input by name.</param>
    /// <returns>The first output, contiguous; it is overwritten by the next run.</returns>
    /// <exception cref="OnnxException">An operator refuses its inputs, or the memory does not suffice; the message names the node or the amount.</exception>
    public Tensor<float> Forward(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _current = FindPlan(inputs);
        foreach ((string name, Tensor target) in _current.Inputs)
        {
            StridedCopy.Copy(inputs[name], target);
        }

        _current.RunForward(Observer);
        return (Tensor<float>)_current.Outputs[_graph.Outputs[0]];
    }

    /// <summary>Runs the graph of the last <see cref="Forward"/> backwards and adds to <see cref="Gradients"/>.</summary>
    /// <param name="outputGradient">Gradient of the first output, contiguous.</param>
    public void Backward(Tensor<float> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        TrainingPlan plan = _current ?? throw new InvalidOperationException("There was no run forwards.");
        foreach ((string name, Tensor<float> gradient) in plan.OutputGradients)
        {
            if (name == _graph.Outputs[0])
            {
                outputGradient.Span.CopyTo(gradient.Span);
            }
            else
            {
                gradient.Span.Clear();
            }
        }

        plan.RunBackward(Observer);
    }

    private static (TensorFact Fact, MemoryFormat Format) Describe(Shape shape) =>
        (new TensorFact(ElementType.Float32, shape), shape.Rank == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);

    private TrainingPlan FindPlan(IReadOnlyDictionary<string, Tensor> inputs)
    {
        int found = _plans.FindIndex(plan => plan.Serves(inputs));
        if (found >= 0)
        {
            return _plans[found];
        }

        if (_plans.Count == MaximumPlans)
        {
            _plans.RemoveAt(0);
        }

        TrainingPlan made = TrainingPlan.Plan(
            _graph,
            _graph.Inputs.ToDictionary(input => input.Name, input => (new TensorFact(inputs[input.Name].ElementType, inputs[input.Name].Shape), inputs[input.Name].Format), StringComparer.Ordinal),
            _parameters,
            _gradients,
            Segments,
            _pool,
            length => Take(ref _arena, length),
            length => Take(ref _workspace, length));
        _plans.Add(made);
        return made;
    }

    // Older plans lie in the smaller piece; they are made again when they are wanted.
    private Memory<float> Take(ref Memory<float> memory, long length)
    {
        if (length > Array.MaxLength - 1024)
        {
            throw new OnnxException(string.Create(
                CultureInfo.InvariantCulture,
                $"A step needs {length * sizeof(float) >> 20} MiB for the values between the operators, more than one array holds. Use a smaller batch (or --memory) or smaller pictures."));
        }

        if (memory.Length < length)
        {
            _plans.Clear();
            memory = default;
            memory = TensorMemory.Allocate<float>((int)length);
        }

        return memory[..(int)length];
    }
}
