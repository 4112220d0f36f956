using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>Reads and writes a vector or the part of it that is there.</summary>
internal unsafe interface IVectorAccess
{
    /// <summary>The elements at an address; lanes that are not there are 0.</summary>
    Vector<float> Load(float* source);

    /// <summary>Writes the lanes that are there.</summary>
    void Store(Vector<float> value, float* target);
}
