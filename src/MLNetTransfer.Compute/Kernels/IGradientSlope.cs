using System.Numerics;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>The derivative of an activation, as a type of its own for each form that a loop is compiled for.</summary>
internal interface IGradientSlope
{
    /// <summary>Whether the gradient passes unchanged, so that no value is needed.</summary>
    static abstract bool IsUnit { get; }

    /// <summary>The gradient behind the activation times its slope at each value.</summary>
    Vector<float> Apply(Vector<float> value, Vector<float> gradient);
}
