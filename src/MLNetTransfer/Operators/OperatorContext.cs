using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>What an operator gets to run once. Made once a node and plan, used for every run, so that running allocates nothing.</summary>
public sealed class OperatorContext
{
    private readonly Tensor?[] _inputs;
    private readonly Tensor?[] _outputs;
    private readonly bool[] _constants;

    /// <summary>Makes the context.</summary>
    /// <param name="inputs">One tensor an input, null where an optional one is left out.</param>
    /// <param name="constants">Which inputs never change between runs, so that what is derived from them (packed weights) may be kept.</param>
    /// <param name="outputs">One tensor an output, of the inferred type and shape, null where it is left out.</param>
    /// <param name="workspace">Scratch memory of <see cref="Operator.WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    public OperatorContext(Tensor?[] inputs, bool[] constants, Tensor?[] outputs, Memory<float> workspace, WorkerPool pool)
    {
        _inputs = inputs;
        _constants = constants;
        _outputs = outputs;
        Workspace = workspace;
        Pool = pool;
    }

    /// <summary>Number of inputs, those left out included.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Number of outputs, those left out included.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>Scratch memory.</summary>
    public Memory<float> Workspace { get; }

    /// <summary>Threads to divide the work among.</summary>
    public WorkerPool Pool { get; }

    /// <summary>What the operator keeps for itself from one run to the next, and from forward to backward: packed weights, statistics of a batch. Null at first.</summary>
    public object? State { get; set; }

    /// <summary>Number of the run: what is random in a training pass is drawn from it.</summary>
    public ulong Run { get; set; }

    /// <summary>An input that must be there.</summary>
    public Tensor Input(int index) => _inputs[index]!;

    /// <summary>An input that must be there, with its elements.</summary>
    public Tensor<T> Input<T>(int index)
        where T : notnull => (Tensor<T>)_inputs[index]!;

    /// <summary>An optional input, null where it is left out.</summary>
    public Tensor? OptionalInput(int index) => index < _inputs.Length ? _inputs[index] : null;

    /// <summary>Whether an input never changes between runs.</summary>
    public bool IsConstant(int index) => index < _constants.Length && _constants[index];

    /// <summary>An output that must be there.</summary>
    public Tensor Output(int index) => _outputs[index]!;

    /// <summary>An output that must be there, with its elements.</summary>
    public Tensor<T> Output<T>(int index)
        where T : notnull => (Tensor<T>)_outputs[index]!;

    /// <summary>An optional output, null where it is left out.</summary>
    public Tensor? OptionalOutput(int index) => index < _outputs.Length ? _outputs[index] : null;
}
