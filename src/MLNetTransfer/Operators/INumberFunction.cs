using System.Numerics;

namespace MLNetTransfer.Operators;

/// <summary>A function of two numbers of any type, for the integers that shapes are computed with.</summary>
internal interface INumberFunction
{
    /// <summary>The function.</summary>
    static abstract T Invoke<T>(T left, T right)
        where T : struct, INumber<T>;
}
