using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>What an operator gets to run once. Made once a node and plan, used for every run, so that running allocates nothing.</summary>
public sealed class OperatorContext
{
    private readonly Tensor?[] _inputs;
    private readonly Tensor?[] _outputs;
    private readonly bool[] _constants;
    private readonly OperatorContext? _original;

    /// <summary>Makes the context.</summary>
    /// <param name="inputs">One tensor an input, null where an optional one is left out.</param>
    /// <param name="constants">Which inputs never change between runs, so that what is derived from them (packed weights) may be kept.</param>
    /// <param name="outputs">One tensor an output, of the inferred type and shape, null where it is left out.</param>
    /// <param name="workspace">Scratch memory of <see cref="Operator.WorkspaceLength"/>; its content is undefined.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <param name="original">Where the operator runs a second time on the same values, to have its outputs again: the context of the first time. Else null.</param>
    public OperatorContext(Tensor?[] inputs, bool[] constants, Tensor?[] outputs, Memory<float> workspace, WorkerPool pool, OperatorContext? original = null)
    {
        _inputs = inputs;
        _constants = constants;
        _outputs = outputs;
        Workspace = workspace;
        Pool = pool;
        _original = original;
    }

    /// <summary>Number of inputs, those left out included.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Number of outputs, those left out included.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>Scratch memory.</summary>
    public Memory<float> Workspace { get; }

    /// <summary>Threads to divide the work among.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Whether the operator ran on these values before and now only has to give its outputs again: nothing that outlasts the run is changed a second time.</summary>
    public bool IsRepeat => _original is not null;

    /// <summary>
    /// What the operator keeps for itself from one run to the next, and from forward to backward: packed weights, statistics of a batch. Null at first; shared by a run and its
    /// repeat.
    /// </summary>
    public object? State
    {
        get => _original is null ? field : _original.State;
        set
        {
            if (_original is null)
            {
                field = value;
            }
            else
            {
                _original.State = value;
            }
        }
    }

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
