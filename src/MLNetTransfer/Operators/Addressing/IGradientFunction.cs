using System.Numerics;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>
/// A term of a gradient: a function of the gradient of the result and of up to two values of the forward pass at the same place; a struct, so that the loop is compiled for it.
/// </summary>
internal interface IGradientFunction
{
    /// <summary>Whether the first value is read.</summary>
    static abstract bool ReadsFirst { get; }

    /// <summary>Whether the second value is read.</summary>
    static abstract bool ReadsSecond { get; }

    /// <summary>The function; what is not read is undefined.</summary>
    Vector<float> Invoke(Vector<float> gradient, Vector<float> first, Vector<float> second);
}
