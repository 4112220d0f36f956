using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs;

/// <summary>A graph made ready for one shape of its inputs: every tensor has its place, and running is a loop.</summary>
internal sealed class ExecutionPlan
{
    private readonly ExecutionStep[] _steps;

    public ExecutionPlan(ExecutionStep[] steps, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor> outputs)
    {
        _steps = steps;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Where the inputs are expected.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs { get; }

    /// <summary>Where the outputs are after a run; the next run overwrites them.</summary>
    public IReadOnlyDictionary<string, Tensor> Outputs { get; }

    public void Run()
    {
        foreach (ExecutionStep step in _steps)
        {
            try
            {
                step.Node.Operator.Forward(step.Context);
            }
            catch (OnnxException exception)
            {
                throw new OnnxException($"{step.Node}: {exception.Message}", exception);
            }
        }
    }
}
