using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>What an operator gets to run backwards once. Made once a node and plan, used for every step, so that running allocates nothing.</summary>
public sealed class BackwardContext
{
    private readonly Tensor<float>?[] _outputGradients;
    private readonly Tensor<float>?[] _inputGradients;
    private readonly Tensor<float>?[] _priors;

    /// <summary>Makes the context.</summary>
    /// <param name="forward">The values of the forward pass; only those of <see cref="Operator.BackwardNeeds"/> still hold what they held then.</param>
    /// <param name="outputGradients">One tensor an output in its shape and format, null for an output that nothing depends on.</param>
    /// <param name="inputGradients">One tensor an input in its shape and format to write to, null where the gradient is not wanted.</param>
    /// <param name="priors">One tensor an input to be added to its gradient, null where there is none; may be the memory that is written to.</param>
    /// <param name="mayOverwrite">Whether nothing reads the gradient of output 0 afterwards.</param>
    /// <param name="workspace">Scratch memory of <see cref="Operator.BackwardWorkspaceLength"/>; its content is undefined.</param>
    public BackwardContext(
        OperatorContext forward,
        Tensor<float>?[] outputGradients,
        Tensor<float>?[] inputGradients,
        Tensor<float>?[] priors,
        bool mayOverwrite,
        Memory<float> workspace)
    {
        Forward = forward;
        _outputGradients = outputGradients;
        _inputGradients = inputGradients;
        _priors = priors;
        MayOverwriteOutputGradient = mayOverwrite;
        Workspace = workspace;
    }

    /// <summary>The forward pass: inputs, outputs, and what the operator has kept for itself.</summary>
    public OperatorContext Forward { get; }

    /// <summary>Whether the gradient of output 0 may be used as scratch memory, because nothing reads it afterwards.</summary>
    public bool MayOverwriteOutputGradient { get; }

    /// <summary>Scratch memory.</summary>
    public Memory<float> Workspace { get; }

    /// <summary>Threads to divide the work among.</summary>
    public WorkerPool Pool => Forward.Pool;

    /// <summary>Gradient of an output that the loss depends on; in the shape and format of the output.</summary>
    public Tensor<float> OutputGradient(int index) => _outputGradients[index]!;

    /// <summary>Gradient of an output, or null where the loss does not depend on it.</summary>
    public Tensor<float>? OptionalOutputGradient(int index) => index < _outputGradients.Length ? _outputGradients[index] : null;

    /// <summary>Whether the gradient of an input is wanted.</summary>
    public bool IsWanted(int index) => index < _inputGradients.Length && _inputGradients[index] is not null;

    /// <summary>Where the gradient of a wanted input is written to, in the shape and format of the input.</summary>
    public Tensor<float> InputGradient(int index) => _inputGradients[index]!;

    /// <summary>Where the gradient of an input is written to, or null where it is not wanted.</summary>
    public Tensor<float>? OptionalInputGradient(int index) => index < _inputGradients.Length ? _inputGradients[index] : null;

    /// <summary>What is to be added to the gradient of an input; only ever given where <see cref="Operator.AddsPrior"/> says so.</summary>
    public Tensor<float>? Prior(int index) => index < _priors.Length ? _priors[index] : null;
}
