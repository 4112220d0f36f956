using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>A binary operator with a scalar over one chunk a part.</summary>
internal readonly unsafe struct BinaryScalarBody<TOperator>(TOperator function, float* left, float right, float* output, int count) : IParallelBody
    where TOperator : struct, IBinaryOperator
{
    /// <inheritdoc/>
    public void Execute(int index)
    {
        int start = index * ElementwiseChunks.Length;
        ElementwiseVector.BinaryScalar(function, left + start, right, output + start, Math.Min(ElementwiseChunks.Length, count - start));
    }
}
