using System.Numerics;

namespace MLNetTransfer.Operators;

/// <summary>What a reduction makes of many numbers.</summary>
internal interface IReduction
{
    /// <summary>Whether there is a result for no numbers at all.</summary>
    static abstract bool AllowsEmpty { get; }

    /// <summary>Takes in one more number.</summary>
    static abstract T Combine<T>(T sum, T value)
        where T : struct, INumber<T>;

    /// <summary>The result from what all numbers combine to.</summary>
    static abstract T Finish<T>(T sum, int count)
        where T : struct, INumber<T>;
}
