using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>
/// The derivative of an activation that has one slope between two limits and another outside of them. At a limit itself it is the one outside, as
/// PyTorch has it for ReLU, ReLU6 and hardtanh. These limits say the same of argument and result, so that the derivative can be had from either.
/// </summary>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Inside">Slope between the limits.</param>
/// <param name="Outside">Slope at and outside of them.</param>
internal readonly record struct ActivationSlope(float Low, float High, float Inside, float Outside) : IGradientSlope
{
    /// <summary>Whether the gradient passes unchanged.</summary>
    public bool IsOne => Inside == 1 && Outside == 1;

    /// <summary>The slope of None, Relu, Clip and LeakyRelu (with a slope that is not negative).</summary>
    /// <exception cref="ArgumentException">It is another activation.</exception>
    public static ActivationSlope Of(Activation activation) => activation.Kind switch
    {
        ActivationKind.None => new(0, 0, 1, 1),
        ActivationKind.Relu => new(0, float.PositiveInfinity, 1, 0),
        ActivationKind.Clip => new(activation.First, activation.Second, 1, 0),
        ActivationKind.LeakyRelu when activation.First >= 0 => new(0, float.PositiveInfinity, 1, activation.First),
        _ => throw new ArgumentException(
            $"The gradient of {activation.Kind} cannot be had here; expected None, Relu, Clip or LeakyRelu with a slope of at least 0. Use an element-wise gradient from the input.",
            nameof(activation)),
    };

    /// <summary>The gradient behind the activation times its slope at a value.</summary>
    public double Apply(double value, double gradient) => gradient * (value > Low && value < High ? Inside : Outside);

    /// <inheritdoc/>
    public static bool IsUnit => false;

    /// <summary>Whether the gradient passes between the limits and nowhere else.</summary>
    public bool IsClamp => Inside == 1 && Outside == 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> value, Vector<float> gradient)
    {
        Vector<int> inside = Vector.GreaterThan(value, new Vector<float>(Low)) & Vector.LessThan(value, new Vector<float>(High));
        return gradient * Vector.ConditionalSelect(inside, new Vector<float>(Inside), new Vector<float>(Outside));
    }
}
