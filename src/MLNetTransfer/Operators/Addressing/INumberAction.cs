using System.Numerics;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>Work that is the same for every numeric element type; a struct, so that choosing the type allocates nothing.</summary>
internal interface INumberAction
{
    /// <summary>Does the work for numbers of type <typeparamref name="T"/>.</summary>
    void Invoke<T>()
        where T : struct, INumber<T>;
}
