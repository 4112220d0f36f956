using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// An operator of a graph with its attributes read and checked. Instances do not change after construction and serve several threads at once.
/// One sealed class a file in this folder, one line in <see cref="OperatorRegistry"/>.
/// </summary>
public abstract class Operator
{
    /// <summary>Reads the attributes of <paramref name="node"/>.</summary>
    /// <exception cref="OnnxException">An attribute is unknown or has a value that the operator does not take.</exception>
    protected Operator(OnnxNode node)
    {
        Node = node;
    }

    /// <summary>The node as the file states it.</summary>
    public OnnxNode Node { get; }

    /// <summary>
    /// Whether output 0 has the elements of input 0 in the same order (contiguous), so that both can be the same memory and nothing needs to run
    /// (Reshape, Flatten, Identity, Dropout, Squeeze, Unsqueeze).
    /// </summary>
    public virtual bool IsView => false;

    /// <summary>Whether output 0 may be the memory of input 0 when nothing else reads that input afterwards (element-wise operators on equal shapes).</summary>
    public virtual bool CanRunInPlace => false;

    /// <summary>Type and shape of every output; <see cref="TensorFact.Constant"/> where the operator knows it without running (Shape, Constant).</summary>
    /// <param name="inputs">One fact an input of the node, null for an optional input that is left out.</param>
    /// <exception cref="OnnxException">The inputs do not fit the operator; the caller adds the node's name.</exception>
    public abstract IReadOnlyList<TensorFact> Infer(IReadOnlyList<TensorFact?> inputs);

    /// <summary>
    /// Whether <see cref="Forward"/> takes its rank-4 inputs channels-last and gives its rank-4 outputs channels-last, for these inputs.
    /// Inputs of other ranks are contiguous in both cases. False: everything is contiguous.
    /// </summary>
    public virtual bool SupportsChannelsLast(IReadOnlyList<TensorFact?> inputs) => false;

    /// <summary>Number of floats of scratch memory that <see cref="Forward"/> wants for these inputs.</summary>
    public virtual int WorkspaceLength(IReadOnlyList<TensorFact?> inputs) => 0;

    /// <summary>Computes the outputs from the inputs.</summary>
    public abstract void Forward(OperatorContext context);
}
