using MLNetTransfer.Onnx;

namespace MLNetTransfer.Operators;

/// <summary>
/// An operator of a graph with its attributes read and checked. Instances do not change after construction and serve several threads at once.
/// One sealed class a file in this folder, one line in <see cref="OperatorRegistry"/>.
/// </summary>
public abstract class Operator
{
    /// <summary>Keeps the node and refuses attributes that the operator does not know.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attributes">Names of the attributes that the operator has in the node's operator set.</param>
    /// <exception cref="OnnxException">The node has another attribute.</exception>
    protected Operator(OnnxNode node, params ReadOnlySpan<string> attributes)
    {
        Node = node;
        foreach (string name in node.Attributes.Values.Keys)
        {
            if (!attributes.Contains(name))
            {
                string known = attributes.IsEmpty ? "there are none" : $"known are {string.Join(", ", attributes.ToArray())}";
                throw new OnnxException($"Attribute '{name}' is unknown in operator set {node.OperatorSetVersion}; {known}.");
            }
        }
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

    /// <summary>
    /// Whether a constant at this input is taken in the format in which it is stored, because <see cref="Forward"/> packs it once anyway
    /// (the weights of a convolution).
    /// </summary>
    public virtual bool PacksConstant(int input) => false;

    /// <summary>Number of floats of scratch memory that <see cref="Forward"/> wants for these inputs.</summary>
    public virtual int WorkspaceLength(IReadOnlyList<TensorFact?> inputs) => 0;

    /// <summary>Computes the outputs from the inputs.</summary>
    public abstract void Forward(OperatorContext context);

    /// <summary>Whether <see cref="Backward"/> can give the gradient of an input; false for all that no gradient flows to (indices, shapes, statistics).</summary>
    public virtual bool HasGradient(int input) => false;

    /// <summary>
    /// Whether the gradient of that input is the gradient of output 0 as it is, so that nothing needs to run (Add of equal shapes, Identity).
    /// Views (<see cref="IsView"/>) pass theirs in another shape and need not say so.
    /// </summary>
    public virtual bool PassesGradient(int input, IReadOnlyList<TensorFact?> inputs) => false;

    /// <summary>
    /// Whether <see cref="Backward"/> adds <see cref="BackwardContext.Prior"/> to the gradient of that input in the same pass. Where it does not, a sum is made afterwards.
    /// </summary>
    public virtual bool AddsPrior(int input) => false;

    /// <summary>Which values of the forward pass <see cref="Backward"/> reads; they are kept until then, and all others are not.</summary>
    /// <param name="wanted">One flag an input: whether its gradient is wanted.</param>
    public virtual BackwardNeeds BackwardNeeds(IReadOnlyList<bool> wanted) => Operators.BackwardNeeds.Nothing;

    /// <summary>Number of floats of scratch memory that <see cref="Backward"/> wants.</summary>
    /// <param name="inputs">One fact an input of the node.</param>
    /// <param name="wanted">One flag an input: whether its gradient is wanted.</param>
    public virtual int BackwardWorkspaceLength(IReadOnlyList<TensorFact?> inputs, IReadOnlyList<bool> wanted) => 0;

    /// <summary>Computes the gradients of the inputs that are wanted from the gradients of the outputs.</summary>
    public virtual void Backward(BackwardContext context) => throw new OnnxException("The operator has no gradient.");
}
