namespace MLNetTransfer.Operators.Addressing;

/// <summary>Work that is the same for every element type; a struct, so that choosing the type allocates nothing.</summary>
internal interface IElementAction
{
    /// <summary>Does the work for elements of type <typeparamref name="T"/>.</summary>
    void Invoke<T>()
        where T : notnull;
}
