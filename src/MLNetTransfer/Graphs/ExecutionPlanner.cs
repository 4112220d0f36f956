using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Makes an <see cref="ExecutionPlan"/>: infers all shapes, leaves out what is constant, gives every value its memory format (channels-last wherever the
/// operators take it, conversions only between those that differ), and places the values in one arena by their lifetime.
/// </summary>
internal sealed class ExecutionPlanner
{
    private readonly Graph _graph;
    private readonly WorkerPool _pool;
    private readonly IReadOnlyDictionary<string, TensorFact> _facts;
    private readonly Dictionary<(string Name, MemoryFormat Format), Value> _values = [];
    private readonly Dictionary<(string Name, MemoryFormat Format), Tensor> _constants = [];
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _inputs = new(StringComparer.Ordinal);
    private readonly List<Draft> _drafts = [];
    private readonly ArenaPlanner _arena = new();
    private int _workspaceLength;

    private ExecutionPlanner(Graph graph, IReadOnlyDictionary<string, (TensorFact Fact, MemoryFormat Format)> inputs, WorkerPool pool)
    {
        _graph = graph;
        _pool = pool;
        _facts = ShapeInference.Infer(graph, inputs.ToDictionary(input => input.Key, input => input.Value.Fact, StringComparer.Ordinal));
        foreach ((string name, (TensorFact fact, MemoryFormat format)) in inputs)
        {
            Tensor tensor = TensorFactory.Create(fact.ElementType, fact.Shape, format);
            _inputs[name] = tensor;
            _values[(name, format)] = new Value(fact.Shape, format, new Storage { Tensor = tensor });
        }
    }

    /// <summary>Plans the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Type, shape and format of every input.</param>
    /// <param name="pool">Threads for the operators.</param>
    /// <param name="arena">Given the number of floats that are needed, gives the memory.</param>
    public static ExecutionPlan Plan(
        Graph graph,
        IReadOnlyDictionary<string, (TensorFact Fact, MemoryFormat Format)> inputs,
        WorkerPool pool,
        Func<long, Memory<float>> arena)
    {
        ExecutionPlanner planner = new(graph, inputs, pool);
        planner.DraftSteps();
        return planner.Build(arena);
    }

    private void DraftSteps()
    {
        GraphNode[] running = [.. _graph.Nodes.Where(node => node.Outputs.Any(output => output.Length > 0 && _facts[output].Constant is null))];
        foreach (string value in running.SelectMany(node => node.Inputs).Concat(_graph.Outputs))
        {
            _reads[value] = _reads.GetValueOrDefault(value) + 1;
        }

        // A copy of an input in the other format takes over how often it is still read.
        foreach (((string name, _), Value input) in _values)
        {
            input.Storage.Reads = _reads.GetValueOrDefault(name);
        }

        foreach (GraphNode node in running)
        {
            DraftNode(node);
        }

        foreach (string output in _graph.Outputs.Where(output => _facts[output].Constant is null))
        {
            Read(Find(output, MemoryFormat.Contiguous), int.MaxValue - 1);
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
                inputs[index] = fact.Constant is Tensor constant
                    ? ConstantAs(node.Inputs[index], constant, node.Operator.PacksConstant(index) ? constant.Format : format)
                    : Find(node.Inputs[index], format);
            }
        }

        int step = _drafts.Count;
        foreach (Value input in inputs.OfType<Value>())
        {
            Read(input, step);
        }

        foreach (string input in node.Inputs.Where(input => input.Length > 0 && _facts[input].Constant is null))
        {
            Release(input);
        }

        bool onlyFirst = node.Outputs.Skip(1).All(output => output.Length == 0);
        if (node.Operator.IsView && onlyFirst && inputs[0] is Value { Format: MemoryFormat.Contiguous } source)
        {
            Define(node.Outputs[0], new Value(_facts[node.Outputs[0]].Shape, MemoryFormat.Contiguous, source.Storage));
            return;
        }

        Value?[] outputs = new Value?[node.Outputs.Count];
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
                && inputs[0] is Value { Storage: { Tensor: null, Reads: 0 } } first
                && first.Shape == fact.Shape
                && first.Format == format
                && !inputs.Skip(1).OfType<Value>().Any(other => other.Storage == first.Storage);
            Storage storage = inPlace ? ((Value)inputs[0]!).Storage : Allocate(fact, format, step);
            outputs[index] = Define(node.Outputs[index], new Value(fact.Shape, format, storage));
            Read(outputs[index]!, step);
        }

        int workspace = node.Operator.WorkspaceLength(operands);
        _workspaceLength = Math.Max(_workspaceLength, workspace);
        _drafts.Add(new Draft(node, inputs, outputs, workspace));
    }

    private bool RunsChannelsLast(GraphNode node, TensorFact?[] operands) =>
        node.Operator.SupportsChannelsLast(operands)
        && (FormatChoice.Gains(node.Operator)
            || node.Inputs.Where((_, index) => operands[index] is { Constant: null } fact && FormatChoice.HasFormats(fact))
                .Any(input => _values.ContainsKey((input, MemoryFormat.ChannelsLast))));

    // The value in the wanted format, converted once for all that want it so.
    private Value Find(string name, MemoryFormat format)
    {
        if (_values.TryGetValue((name, format), out Value? value))
        {
            return value;
        }

        Value other = _values[(name, format == MemoryFormat.Contiguous ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous)];
        if (FormatConversion.IsFree(other.Shape))
        {
            return _values[(name, format)] = other with { Format = format };
        }

        int step = _drafts.Count;
        Storage storage = Allocate(_facts[name], format, step);
        storage.Reads = other.Storage.Reads;
        Value converted = new(other.Shape, format, storage);
        Read(other, step);
        Read(converted, step);
        _drafts.Add(new Draft(new GraphNode(FormatConversion.Instance, [name], [name]), [other], [converted], 0));
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

    private Value Define(string name, Value value)
    {
        value.Storage.Reads += _reads.GetValueOrDefault(name);
        _values[(name, value.Format)] = value;
        return value;
    }

    // Every format in which a value lies counts its readers, so that none is overwritten while one is left.
    private void Release(string name)
    {
        HashSet<Storage> storages = [];
        foreach (MemoryFormat format in (ReadOnlySpan<MemoryFormat>)[MemoryFormat.Contiguous, MemoryFormat.ChannelsLast])
        {
            if (_values.TryGetValue((name, format), out Value? value) && storages.Add(value.Storage))
            {
                value.Storage.Reads--;
            }
        }
    }

    private void Read(Value value, int step)
    {
        if (value.Storage.Tensor is null)
        {
            _arena.Extend(value.Storage.Buffer, step);
        }
    }

    private Storage Allocate(TensorFact fact, MemoryFormat format, int step) => fact.ElementType == ElementType.Float32
        ? new Storage { Buffer = _arena.Add(fact.Shape.Count, step, step) }
        : new Storage { Tensor = TensorFactory.Create(fact.ElementType, fact.Shape, format) };

    private ExecutionPlan Build(Func<long, Memory<float>> arena)
    {
        (long[] places, long length) = _arena.Place();
        Memory<float> memory = arena(length);
        Memory<float> workspace = TensorMemory.Allocate<float>(_workspaceLength);
        ExecutionStep[] steps = [.. _drafts.Select(draft => new ExecutionStep(
            draft.Node,
            new OperatorContext(
                [.. draft.Inputs.Select(input => input is Value value ? ToTensor(value) : (Tensor?)input)],
                [.. draft.Inputs.Select(input => input is Tensor)],
                [.. draft.Outputs.Select(output => output is null ? null : ToTensor(output))],
                workspace[..draft.WorkspaceLength],
                _pool)))];
        Dictionary<string, Tensor> outputs = _graph.Outputs.Distinct().ToDictionary(
            output => output,
            output => _facts[output].Constant ?? ToTensor(_values[(output, MemoryFormat.Contiguous)]),
            StringComparer.Ordinal);
        return new ExecutionPlan(steps, _inputs, outputs);

        Tensor ToTensor(Value value)
        {
            if (value.Storage.Tensor is Tensor tensor)
            {
                // A view of an input or of numbers other than floats has another shape or format on the same elements.
                return tensor.Shape == value.Shape && tensor.Format == value.Format ? tensor
                    : tensor is Tensor<float> floats ? Tensor.From(value.Shape, floats.Memory, value.Format)
                    : tensor.Reshape(value.Shape);
            }

            return Tensor.From(value.Shape, memory.Slice((int)places[value.Storage.Buffer], value.Shape.Count), value.Format);
        }
    }

    private sealed class Storage
    {
        public int Buffer { get; init; } = -1;

        // Set for what does not lie in the arena.
        public Tensor? Tensor { get; init; }

        // Reads that are still to come.
        public int Reads { get; set; }
    }

    private sealed record Value(Shape Shape, MemoryFormat Format, Storage Storage);

    private sealed record Draft(GraphNode Node, object?[] Inputs, Value?[] Outputs, int WorkspaceLength);
}
