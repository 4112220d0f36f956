using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>A function of one number; a struct, so that the driver is compiled for it.</summary>
public interface IUnaryOperator
{
    /// <summary>The function of one number, as exact as double allows: the definition.</summary>
    double Invoke(double value);

    /// <summary>The function of each number of a vector.</summary>
    Vector<float> Invoke(Vector<float> value);
}
