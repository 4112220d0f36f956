using System.Numerics;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>The gradient of the result times one factor.</summary>
internal readonly struct ScaledGradient : IGradientFunction
{
    private readonly float _factor;

    public ScaledGradient(float factor)
    {
        _factor = factor;
    }

    public static bool ReadsFirst => false;

    public static bool ReadsSecond => false;

    public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient * _factor;
}
