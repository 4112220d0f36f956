using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>Where the values of a plan lie: buffers of known lifetime share one arena, numbers other than floats and what comes from outside have tensors of their own.</summary>
internal sealed class PlanMemory
{
    private readonly ArenaPlanner _arena = new();
    private long[] _places = [];
    private Memory<float> _memory;

    /// <summary>Memory for a value that is written at a step.</summary>
    public PlannedStorage Allocate(TensorFact fact, MemoryFormat format, int step) => fact.ElementType == ElementType.Float32
        ? new PlannedStorage { Buffer = _arena.Add(fact.Shape.Count, step, step) }
        : new PlannedStorage { Tensor = TensorFactory.Create(fact.ElementType, fact.Shape, format) };

    /// <summary>Memory as large as another piece of the arena, for what is written at a step.</summary>
    public PlannedStorage AllocateLike(PlannedStorage storage, int step) => new() { Buffer = _arena.Add(_arena.LengthOf(storage.Buffer), step, step) };

    /// <summary>Keeps a value up to a step.</summary>
    public void Read(PlannedValue value, int step)
    {
        if (value.Storage.Tensor is null)
        {
            _arena.Extend(value.Storage.Buffer, step);
        }
    }

    /// <summary>Number of floats of the arena.</summary>
    public long Measure() => _arena.Place().Length;

    /// <summary>Gives every buffer its place.</summary>
    /// <param name="take">Given the number of floats that are needed, gives the memory.</param>
    public void Place(Func<long, Memory<float>> take)
    {
        (_places, long length) = _arena.Place();
        _memory = take(length);
    }

    /// <summary>The tensor of a value, after <see cref="Place"/>.</summary>
    public Tensor TensorOf(PlannedValue value)
    {
        if (value.Storage.Tensor is Tensor tensor)
        {
            // A view of an input or of numbers other than floats has another shape or format on the same elements.
            return tensor.Shape == value.Shape && tensor.Format == value.Format ? tensor
                : tensor is Tensor<float> floats ? Tensor.From(value.Shape, floats.Memory, value.Format)
                : tensor.Reshape(value.Shape);
        }

        return Tensor.From(value.Shape, _memory.Slice((int)_places[value.Storage.Buffer], value.Shape.Count), value.Format);
    }
}
