using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Another operator with its operands exchanged: for a scalar or a row on the left side.</summary>
/// <typeparam name="TOperator">The operator.</typeparam>
/// <param name="Inner">The operator.</param>
public readonly record struct ReversedOperator<TOperator>(TOperator Inner) : IBinaryOperator
    where TOperator : struct, IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => Inner.Invoke(right, left);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Inner.Invoke(right, left);
}
