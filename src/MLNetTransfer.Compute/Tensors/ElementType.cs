namespace MLNetTransfer.Compute.Tensors;

/// <summary>What a tensor holds. The engine computes in <see cref="Float32"/>; the others carry shapes, indices, labels and stored weights.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32, <see cref="float"/>.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, <see cref="double"/>.</summary>
    Float64,

    /// <summary>IEEE 754 binary16, <see cref="Half"/>.</summary>
    Float16,

    /// <summary><see cref="long"/>.</summary>
    Int64,

    /// <summary><see cref="int"/>.</summary>
    Int32,

    /// <summary><see cref="short"/>.</summary>
    Int16,

    /// <summary><see cref="sbyte"/>.</summary>
    Int8,

    /// <summary><see cref="ulong"/>.</summary>
    UInt64,

    /// <summary><see cref="uint"/>.</summary>
    UInt32,

    /// <summary><see cref="ushort"/>.</summary>
    UInt16,

    /// <summary><see cref="byte"/>.</summary>
    UInt8,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary><see cref="string"/>.</summary>
    String,
}
