using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Training.ParameterGroups;

/// <summary>Numbers of a network that training changes, with the derivative of the loss by each of them.</summary>
public sealed class Parameter
{
    /// <summary>Takes the value and makes a gradient of zeros beside it.</summary>
    /// <param name="name">The name of the initialiser; unique in the network.</param>
    /// <param name="value">The numbers, which training changes in place; contiguous.</param>
    /// <param name="kind">What it is in its layer.</param>
    /// <param name="depth">How many layers with parameters lie between it and the input of the network, from 0.</param>
    /// <param name="isHead">Whether it belongs to the classifier that replaces the one of the backbone.</param>
    /// <param name="gradient">Where the derivatives go; null to make them. As many numbers as <paramref name="value"/>.</param>
    /// <exception cref="ArgumentException">The name is empty, the depth is negative, or the gradient has another shape.</exception>
    public Parameter(string name, Tensor<float> value, ParameterKind kind = ParameterKind.Weight, int depth = 0, bool isHead = false, Tensor<float>? gradient = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        Name = name;
        Value = value;
        Gradient = gradient ?? Tensor.Create<float>(value.Shape);
        Kind = kind;
        Depth = depth;
        IsHead = isHead;
        if (Gradient.Shape != value.Shape)
        {
            throw new ArgumentException($"Parameter '{name}' has shape {value.Shape}, its gradient {Gradient.Shape}; expected is the same shape.", nameof(gradient));
        }
    }

    /// <summary>The name of the initialiser.</summary>
    public string Name { get; }

    /// <summary>The numbers.</summary>
    public Tensor<float> Value { get; }

    /// <summary>The derivative of the loss by each number of <see cref="Value"/>; backward passes add to it.</summary>
    public Tensor<float> Gradient { get; }

    /// <summary>What it is in its layer.</summary>
    public ParameterKind Kind { get; }

    /// <summary>How many layers with parameters lie between it and the input, from 0.</summary>
    public int Depth { get; }

    /// <summary>Whether it belongs to the classifier.</summary>
    public bool IsHead { get; }

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} {Value.Shape}";
}
