using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>Is told how long the steps of a plan take.</summary>
internal interface IStepObserver
{
    /// <summary>A step is over.</summary>
    /// <param name="node">The node, or null for a sum or a conversion of gradients.</param>
    /// <param name="context">What it worked on forwards, or null.</param>
    /// <param name="isBackward">Whether it was a step of the way back.</param>
    /// <param name="elapsed">Time from its begin to its end.</param>
    void Ran(GraphNode? node, OperatorContext? context, bool isBackward, TimeSpan elapsed);
}
