using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>A function of two numbers; a struct, so that the driver is compiled for it.</summary>
public interface IBinaryOperator
{
    /// <summary>The function of two numbers, as exact as double allows: the definition.</summary>
    double Invoke(double left, double right);

    /// <summary>The function of each pair of numbers of two vectors.</summary>
    Vector<float> Invoke(Vector<float> left, Vector<float> right);
}
