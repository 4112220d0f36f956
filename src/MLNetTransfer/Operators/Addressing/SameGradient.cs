using System.Numerics;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>The gradient of the result as it is.</summary>
internal readonly struct SameGradient : IGradientFunction
{
    public static bool ReadsFirst => false;

    public static bool ReadsSecond => false;

    public Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second) => gradient;
}
