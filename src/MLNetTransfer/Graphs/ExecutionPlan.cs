using System.Diagnostics;
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

    /// <summary>Whether the plan is for inputs of these shapes and formats.</summary>
    public bool Serves(IReadOnlyDictionary<string, Tensor> inputs)
    {
        foreach ((string name, Tensor planned) in Inputs)
        {
            Tensor given = inputs[name];
            if (given.Shape != planned.Shape || given.Format != planned.Format || given.ElementType != planned.ElementType)
            {
                return false;
            }
        }

        return true;
    }

    public void Run()
    {
        foreach (ExecutionStep step in _steps)
        {
            Run(step);
        }
    }

    /// <summary>Runs all steps and says how long each takes.</summary>
    public void Run(IStepObserver observer)
    {
        foreach (ExecutionStep step in _steps)
        {
            long start = Stopwatch.GetTimestamp();
            Run(step);
            observer.Ran(step.Node, step.Context, isBackward: false, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Runs a step.</summary>
    /// <exception cref="OnnxException">The operator refuses its inputs; the message names the node.</exception>
    public static void Run(ExecutionStep step)
    {
        try
        {
            step.Node.Operator.Forward(step.Context);
        }
        catch (Exception exception) when (exception is OnnxException or ArgumentException or ArithmeticException)
        {
            throw new OnnxException($"{step.Node}: {exception.Message}", exception);
        }
    }
}
