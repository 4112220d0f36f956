using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>Makes an <see cref="ExecutionPlan"/>: a <see cref="ForwardPass"/> with its memory.</summary>
internal static class ExecutionPlanner
{
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
        ForwardPass pass = ForwardPass.Plan(graph, inputs);
        pass.Memory.Place(arena);
        Memory<float> workspace = TensorMemory.Allocate<float>(pass.Steps.Select(step => step.WorkspaceLength).DefaultIfEmpty(0).Max());
        return new ExecutionPlan(pass.Build(workspace, pool), pass.Inputs, pass.BuildOutputs());
    }
}
