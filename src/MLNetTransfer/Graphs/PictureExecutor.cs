using System.Collections.Concurrent;
using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using MLNetTransfer.Operators.Addressing;

namespace MLNetTransfer.Graphs;

/// <summary>
/// Runs a graph over the pictures of a batch, a few at a time, each thread with its own: what lies between the operators stays in the caches, and threads need not wait for each
/// other after each operator. For graphs in which no picture sees the others of its batch, that is all that have no BatchNormalization with statistics of the batch.
/// </summary>
public sealed class PictureExecutor
{
    private readonly Graph _graph;
    private readonly WorkerPool _pool;
    private readonly int? _wantedAtOnce;
    private readonly ConcurrentBag<GraphExecutor> _executors = [];
    private readonly bool _isFree;
    private GraphExecutor? _whole;
    private Shape[] _shapes = [];
    private Dictionary<string, TensorFact> _outputs = [];
    private bool _isSeparable;
    private int _picturesAtOnce;

    /// <summary>Makes an executor.</summary>
    /// <param name="graph">Each input and each output has the pictures in its first dimension; else a batch runs as one.</param>
    /// <param name="pool">The threads; the caller disposes it.</param>
    /// <param name="picturesAtOnce">Pictures that a thread takes at once, at least 1; null for as many as suit the graph.</param>
    public PictureExecutor(Graph graph, WorkerPool pool, int? picturesAtOnce = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(picturesAtOnce ?? 1, 1, nameof(picturesAtOnce));
        _graph = graph;
        _pool = pool;
        _wantedAtOnce = picturesAtOnce;
        _isFree = graph.Inputs.All(input => input.Dimensions is null or [{ Value: null }, ..]);
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">One tensor for each input by name, of any memory format.</param>
    /// <returns>One contiguous tensor for each output by name; the caller owns them.</returns>
    /// <exception cref="OnnxException">An input is missing or does not fit; the message names it or the node that refuses it.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (GraphInput input in _graph.Inputs)
        {
            GraphExecutor.Check(input, inputs);
        }

        int pictures = _graph.Inputs.Select(input => Pictures(inputs[input.Name])).DefaultIfEmpty().Min();
        pictures = _isFree && _graph.Inputs.All(input => Pictures(inputs[input.Name]) == pictures) ? pictures : 0;
        if (pictures < _pool.ThreadCount || !IsSeparable(inputs) || (_pool.ThreadCount == 1 && pictures <= _picturesAtOnce))
        {
            // Where pictures cannot be told apart or are too few to give every thread one, the threads share the work inside the operators instead.
            _whole ??= new GraphExecutor(_graph, _pool);
            return _whole.Run(inputs);
        }

        // As many parts as divide evenly among the threads.
        int parts = CeilingDivide(CeilingDivide(pictures, _picturesAtOnce), _pool.ThreadCount) * _pool.ThreadCount;
        int picturesOfPart = CeilingDivide(pictures, parts);
        Dictionary<string, Tensor> outputs = new(StringComparer.Ordinal);
        foreach ((string name, TensorFact output) in _outputs)
        {
            outputs[name] = TensorFactory.Create(output.ElementType, output.Shape.With(0, pictures));
        }

        _pool.Run(CeilingDivide(pictures, picturesOfPart), new Parts(this, inputs, outputs, pictures, picturesOfPart));
        return outputs;
    }

    /// <summary>Runs a graph of one input for its first output.</summary>
    public Tensor Run(Tensor input) => Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { [_graph.Inputs[0].Name] = input })[_graph.Outputs[0]];

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private static Dictionary<string, Tensor> Slice(IReadOnlyDictionary<string, Tensor> tensors, int first, int count) =>
        tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Slice(first, count), StringComparer.Ordinal);

    private static int Pictures(Tensor input) => input.Shape.Rank == 0 ? 0 : input.Shape[0];

    // Whether the first dimension of each output is the number of pictures, whatever that is.
    private bool IsSeparable(IReadOnlyDictionary<string, Tensor> inputs)
    {
        Shape[] shapes = [.. _graph.Inputs.Select(input => inputs[input.Name].Shape.With(0, 1))];
        if (!shapes.AsSpan().SequenceEqual(_shapes))
        {
            _shapes = shapes;
            _outputs = Infer(inputs, 2);
            _picturesAtOnce = _wantedAtOnce ?? PicturesAtOnce.Choose(_graph, Facts(inputs, 1));
            Dictionary<string, TensorFact> more = Infer(inputs, 3);
            _isSeparable = _outputs.All(output => output.Value.Shape is { Rank: > 0 } two && two[0] == 2 && more[output.Key].Shape == two.With(0, 3));
        }

        return _isSeparable;
    }

    private Dictionary<string, TensorFact> Facts(IReadOnlyDictionary<string, Tensor> inputs, int pictures) => _graph.Inputs.ToDictionary(
        input => input.Name, input => new TensorFact(inputs[input.Name].ElementType, inputs[input.Name].Shape.With(0, pictures)), StringComparer.Ordinal);

    private Dictionary<string, TensorFact> Infer(IReadOnlyDictionary<string, Tensor> inputs, int pictures)
    {
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(_graph, Facts(inputs, pictures));
        return _graph.Outputs.Distinct(StringComparer.Ordinal).ToDictionary(output => output, output => facts[output], StringComparer.Ordinal);
    }

    private GraphExecutor Take() => _executors.TryTake(out GraphExecutor? executor) ? executor : new GraphExecutor(_graph, WorkerPool.Sequential);

    private readonly struct Parts(
        PictureExecutor owner, IReadOnlyDictionary<string, Tensor> inputs, Dictionary<string, Tensor> outputs, int pictures, int picturesOfPart) : IParallelBody
    {
        public void Execute(int index)
        {
            int first = index * picturesOfPart;
            int count = Math.Min(picturesOfPart, pictures - first);
            GraphExecutor executor = owner.Take();
            foreach ((string name, Tensor result) in executor.Run(Slice(inputs, first, count)))
            {
                StridedCopy.Copy(result, outputs[name].Slice(first, count));
            }

            owner._executors.Add(executor);
        }
    }
}
