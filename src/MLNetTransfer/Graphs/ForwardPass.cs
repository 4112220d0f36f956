using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Plans the steps of a graph: infers all shapes, leaves out what is constant, gives every value its memory format (channels-last wherever the operators take it,
/// conversions only between those that differ), and says how long each value lives. With parameters it also notes what the way back will read.
/// </summary>
internal sealed class ForwardPass
{
    private static readonly IReadOnlyDictionary<string, Tensor<float>> NoParameters = new Dictionary<string, Tensor<float>>();

    private readonly Graph _graph;
    private readonly IReadOnlyDictionary<string, TensorFact> _facts;
    private readonly Dictionary<(string Name, MemoryFormat Format), PlannedValue> _values = [];
    private readonly Dictionary<(string Name, MemoryFormat Format), Tensor> _constants = [];
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphNode, bool[]> _wanted = [];
    private readonly List<TracedNode> _steps = [];
    private readonly List<TracedNode> _trace = [];
    private readonly List<ForwardSegment> _segments = [];
    private readonly List<TracedNode> _repeats = [];

    private ForwardPass(
        Graph graph,
        IReadOnlyDictionary<string, (TensorFact Fact, MemoryFormat Format)> inputs,
        IReadOnlyDictionary<string, Tensor<float>> parameters)
    {
        _graph = graph;
        Dictionary<string, TensorFact> given = inputs.ToDictionary(input => input.Key, input => input.Value.Fact, StringComparer.Ordinal);
        foreach ((string name, Tensor<float> parameter) in parameters)
        {
            given[name] = new TensorFact(ElementType.Float32, parameter.Shape);
            _values[(name, parameter.Format)] = new PlannedValue(parameter.Shape, parameter.Format, new PlannedStorage { Tensor = parameter });
        }

        _facts = ShapeInference.Infer(graph, given);
        foreach ((string name, (TensorFact fact, MemoryFormat format)) in inputs)
        {
            Tensor tensor = TensorFactory.Create(fact.ElementType, fact.Shape, format);
            _inputs[name] = tensor;
            _values[(name, format)] = new PlannedValue(fact.Shape, format, new PlannedStorage { Tensor = tensor });
        }
    }

    public PlanMemory Memory { get; } = new();

    /// <summary>Where the inputs are expected.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs => _inputs;

    /// <summary>The nodes that run and the conversions between them, by the number of the step.</summary>
    public IReadOnlyList<TracedNode> Steps => _steps;

    /// <summary>The nodes in the order of running, views included.</summary>
    public IReadOnlyList<TracedNode> Trace => _trace;

    /// <summary>The parts that the pass is divided into; what the last one computes is kept for the way back, what is inside of the others is computed again.</summary>
    public IReadOnlyList<ForwardSegment> Segments => _segments;

    /// <summary>Type and shape of a value.</summary>
    public TensorFact Fact(string value) => _facts[value];

    /// <summary>Plans a graph for inputs of these types, shapes and formats.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Type, shape and format of every input.</param>
    /// <param name="parameters">Constants of the graph that gradients are wanted for, with the tensors that hold them; null for none.</param>
    /// <param name="segments">Parts to divide the pass into; see <see cref="Segments"/>.</param>
    public static ForwardPass Plan(
        Graph graph,
        IReadOnlyDictionary<string, (TensorFact Fact, MemoryFormat Format)> inputs,
        IReadOnlyDictionary<string, Tensor<float>>? parameters = null,
        int segments = 1)
    {
        ForwardPass pass = new(graph, inputs, parameters ?? NoParameters);
        pass.DraftSteps([.. parameters?.Keys ?? []], segments);
        return pass;
    }

    /// <summary>Adds a node that runs a second time, on the way back, and keeps what it made for itself the first time.</summary>
    /// <param name="node">As it ran, with the places of this time.</param>
    /// <returns>The node with the number of its step: those that repeat follow all others.</returns>
    public TracedNode Repeat(TracedNode node)
    {
        TracedNode repeat = node with { Step = _steps.Count + _repeats.Count, RepeatOf = node.Step };
        _repeats.Add(repeat);
        return repeat;
    }

    /// <summary>The steps made ready, after the memory has its places: first those of the way there, then those that repeat some of them.</summary>
    public ExecutionStep[] Build(Memory<float> workspace, WorkerPool pool)
    {
        List<ExecutionStep> built = [];
        foreach (TracedNode step in _steps.Concat(_repeats))
        {
            built.Add(new ExecutionStep(
                step.Node,
                new OperatorContext(
                    [.. step.Inputs.Select(input => input is PlannedValue value ? Memory.TensorOf(value) : (Tensor?)input)],
                    [.. step.Inputs.Select(input => input is Tensor)],
                    [.. step.Outputs.Select(output => output is null ? null : Memory.TensorOf(output))],
                    workspace[..step.WorkspaceLength],
                    pool,
                    step.RepeatOf < 0 ? null : built[step.RepeatOf].Context)));
        }

        return [.. built];
    }

    /// <summary>The outputs of the graph, after the memory has its places.</summary>
    public IReadOnlyDictionary<string, Tensor> BuildOutputs() => _graph.Outputs.Distinct().ToDictionary(
        output => output,
        output => _facts[output].Constant ?? Memory.TensorOf(_values[(output, MemoryFormat.Contiguous)]),
        StringComparer.Ordinal);

    private void DraftSteps(HashSet<string> differentiated, int segments)
    {
        GraphNode[] running = [.. _graph.Nodes.Where(node => node.Outputs.Any(output => output.Length > 0 && _facts[output].Constant is null))];
        foreach (string value in running.SelectMany(node => node.Inputs).Concat(_graph.Outputs))
        {
            _reads[value] = _reads.GetValueOrDefault(value) + 1;
        }

        foreach (GraphNode node in running)
        {
            NoteWanted(node, differentiated);
        }

        IReadOnlyList<int> starts = GraphSegments.Divide(running, value => _facts[value].Constant is null ? _facts[value].Shape.Count : 0, segments);
        NoteCrossing(running, starts);

        // A copy of an input in the other format takes over how often it is still read.
        foreach (((string name, _), PlannedValue input) in _values)
        {
            input.Storage.Reads = _reads.GetValueOrDefault(name);
        }

        int first = 0;
        foreach (int end in starts.Append(running.Length))
        {
            (int step, int trace) = (_steps.Count, _trace.Count);
            foreach (GraphNode node in running[first..end])
            {
                DraftNode(node);
            }

            _segments.Add(new ForwardSegment(_steps[step..], _trace[trace..]));
            first = end;
        }

        foreach (string output in _graph.Outputs.Where(output => _facts[output].Constant is null))
        {
            Memory.Read(Find(output, MemoryFormat.Contiguous), int.MaxValue - 1);
        }
    }

    // A gradient is wanted for whatever depends on a parameter. What the way back reads counts as a read that never ends, so that nothing is written over it.
    private void NoteWanted(GraphNode node, HashSet<string> differentiated)
    {
        bool[] wanted = [.. node.Inputs.Select((input, index) => differentiated.Contains(input) && node.Operator.HasGradient(index))];
        _wanted[node] = wanted;
        if (!wanted.Contains(true))
        {
            return;
        }

        differentiated.UnionWith(node.Outputs.Where(output => output.Length > 0));
        BackwardNeeds needs = node.Operator.BackwardNeeds(wanted);
        foreach (string value in needs.Inputs.Where(index => index < node.Inputs.Count).Select(index => node.Inputs[index]).Concat(needs.Outputs.Select(index => node.Outputs[index])))
        {
            _reads[value] = _reads.GetValueOrDefault(value) + 1;
        }
    }

    // What comes from outside into a segment that runs again is read once more then, so that nothing is written over it either.
    private void NoteCrossing(GraphNode[] running, IReadOnlyList<int> starts)
    {
        for (int segment = 0; segment < starts.Count; segment++)
        {
            GraphNode[] inside = running[(segment == 0 ? 0 : starts[segment - 1])..starts[segment]];
            HashSet<string> made = [.. inside.SelectMany(node => node.Outputs)];
            foreach (string value in inside.SelectMany(node => node.Inputs).Distinct().Where(value => !made.Contains(value)))
            {
                _reads[value] = _reads.GetValueOrDefault(value) + 1;
            }
        }
    }

    private void DraftNode(GraphNode node)
    {
        TensorFact?[] operands = [.. node.Inputs.Select(input => input.Length == 0 ? null : _facts[input])];
        bool channelsLast = RunsChannelsLast(node, operands);
        object?[] inputs = new object?[operands.Length];
        for (int index = 0; index < operands.Length; index++)
        {
            if (operands[index] is TensorFact fact)
            {
                MemoryFormat format = channelsLast && FormatChoice.HasFormats(fact) ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
                inputs[index] = Operand(node, index, fact, format);
            }
        }

        int step = _steps.Count;
        foreach (PlannedValue input in inputs.OfType<PlannedValue>())
        {
            Memory.Read(input, step);
        }

        foreach (string input in node.Inputs.Where(input => input.Length > 0 && _facts[input].Constant is null))
        {
            Release(input);
        }

        bool onlyFirst = node.Outputs.Skip(1).All(output => output.Length == 0);
        if (node.Operator.IsView && onlyFirst && inputs[0] is PlannedValue { Format: MemoryFormat.Contiguous } source)
        {
            PlannedValue view = Define(node.Outputs[0], new PlannedValue(_facts[node.Outputs[0]].Shape, MemoryFormat.Contiguous, source.Storage));
            _trace.Add(new TracedNode(node, operands, inputs, [view], _wanted[node], -1, 0));
            return;
        }

        PlannedValue?[] outputs = new PlannedValue?[node.Outputs.Count];
        for (int index = 0; index < outputs.Length; index++)
        {
            if (node.Outputs[index].Length == 0)
            {
                continue;
            }

            TensorFact fact = _facts[node.Outputs[index]];
            MemoryFormat format = channelsLast && FormatChoice.HasFormats(fact) ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
            bool inPlace = index == 0
                && node.Operator.CanRunInPlace
                && inputs[0] is PlannedValue { Storage: { Tensor: null, Reads: 0 } } first
                && first.Shape == fact.Shape
                && first.Format == format
                && !inputs.Skip(1).OfType<PlannedValue>().Any(other => other.Storage == first.Storage);
            PlannedStorage storage = inPlace ? ((PlannedValue)inputs[0]!).Storage : Memory.Allocate(fact, format, step);
            outputs[index] = Define(node.Outputs[index], new PlannedValue(fact.Shape, format, storage));
            Memory.Read(outputs[index]!, step);
        }

        TracedNode traced = new(node, operands, inputs, outputs, _wanted[node], step, node.Operator.WorkspaceLength(operands));
        _steps.Add(traced);
        _trace.Add(traced);
    }

    private object Operand(GraphNode node, int index, TensorFact fact, MemoryFormat format)
    {
        string name = node.Inputs[index];
        if (fact.Constant is Tensor constant)
        {
            return ConstantAs(name, constant, node.Operator.PacksConstant(index) ? constant.Format : format);
        }

        return Find(name, node.Operator.PacksConstant(index) ? MemoryFormat.Contiguous : format);
    }

    private bool RunsChannelsLast(GraphNode node, TensorFact?[] operands) =>
        node.Operator.SupportsChannelsLast(operands)
        && (FormatChoice.Gains(node.Operator)
            || node.Inputs.Where((_, index) => operands[index] is { Constant: null } fact && FormatChoice.HasFormats(fact))
                .Any(input => _values.ContainsKey((input, MemoryFormat.ChannelsLast))));

    // The value in the wanted format, converted once for all that want it so.
    private PlannedValue Find(string name, MemoryFormat format)
    {
        if (_values.TryGetValue((name, format), out PlannedValue? value))
        {
            return value;
        }

        PlannedValue other = _values[(name, format == MemoryFormat.Contiguous ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous)];
        if (FormatConversion.IsFree(other.Shape))
        {
            return _values[(name, format)] = other with { Format = format };
        }

        int step = _steps.Count;
        PlannedStorage storage = Memory.Allocate(_facts[name], format, step);
        storage.Reads = other.Storage.Reads;
        PlannedValue converted = new(other.Shape, format, storage);
        Memory.Read(other, step);
        Memory.Read(converted, step);
        _steps.Add(new TracedNode(new GraphNode(FormatConversion.Instance, [name], [name]), [_facts[name]], [other], [converted], [false], step, 0));
        return _values[(name, format)] = converted;
    }

    private Tensor ConstantAs(string name, Tensor constant, MemoryFormat format)
    {
        if (constant.Format == format)
        {
            return constant;
        }

        if (!_constants.TryGetValue((name, format), out Tensor? converted))
        {
            converted = TensorFactory.Create(constant.ElementType, constant.Shape, format);
            FormatConversion.Convert((Tensor<float>)constant, (Tensor<float>)converted, WorkerPool.Sequential);
            _constants[(name, format)] = converted;
        }

        return converted;
    }

    private PlannedValue Define(string name, PlannedValue value)
    {
        value.Storage.Reads += _reads.GetValueOrDefault(name);
        _values[(name, value.Format)] = value;
        return value;
    }

    // Every format in which a value lies counts its readers, so that none is overwritten while one is left.
    private void Release(string name)
    {
        HashSet<PlannedStorage> storages = [];
        foreach (MemoryFormat format in (ReadOnlySpan<MemoryFormat>)[MemoryFormat.Contiguous, MemoryFormat.ChannelsLast])
        {
            if (_values.TryGetValue((name, format), out PlannedValue? value) && storages.Add(value.Storage))
            {
                value.Storage.Reads--;
            }
        }
    }
}
